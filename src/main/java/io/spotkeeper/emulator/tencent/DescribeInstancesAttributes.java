package io.spotkeeper.emulator.tencent;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spotkeeper.emulator.market.Instance;
import io.spotkeeper.emulator.market.SpotMarket;
import io.spotkeeper.emulator.tencent.Reply.Answer;
import io.spotkeeper.emulator.tencent.Reply.Refusal;
import io.spotkeeper.emulator.world.World;
import java.util.List;

/** Shows the user data of instances, the only attribute there is. */
final class DescribeInstancesAttributes implements Action {
    private static final String USER_DATA = "UserData";

    private final World world;

    DescribeInstancesAttributes(World world) {
        this.world = world;
    }

    @Override
    public Reply answer(ApiCall call) {
        call.pause().run();
        if (!call.texts("/Attributes").equals(List.of(USER_DATA))) {
            return new Refusal("InvalidParameterValue", "Attributes must be UserData.");
        }
        if (InstanceQuery.idObjection(call.texts("/InstanceIds")) != null) {
            return new Refusal(
                    "InvalidParameterValue.InstanceIdMalformed", "An instance id is malformed.");
        }
        return world.with(market -> rows(market, call));
    }

    private static Reply rows(SpotMarket market, ApiCall call) {
        ObjectNode fields = JsonNodeFactory.instance.objectNode();
        ArrayNode set = fields.putArray("InstanceSet");
        for (String id : call.texts("/InstanceIds")) {
            Instance instance = market.describe(call.account().uin(), id);
            if (instance == null || !instance.pool().region().equals(call.region())) {
                return new Refusal("InvalidInstanceId.NotFound", id + " does not exist.");
            }
            String userData =
                    DescribeInstances.details(instance).request().path(USER_DATA).asText("");
            ObjectNode row = set.addObject().put("InstanceId", id);
            row.putObject("Attributes").put(USER_DATA, userData);
        }
        return new Answer(fields);
    }
}
