package io.spotkeeper.emulator.tencent;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spotkeeper.emulator.market.Instance;
import io.spotkeeper.emulator.market.SpotMarket;
import io.spotkeeper.emulator.tencent.Reply.Answer;
import io.spotkeeper.emulator.tencent.Reply.Refusal;
import io.spotkeeper.emulator.world.World;

/** Shows the states of instances and nothing else. */
final class DescribeInstancesStatus implements Action {
    private final World world;

    DescribeInstancesStatus(World world) {
        this.world = world;
    }

    @Override
    public Reply answer(ApiCall call) {
        call.pause().run();
        Refusal refusal = InstanceQuery.objection(call);
        return refusal == null ? new Answer(world.with(market -> rows(market, call))) : refusal;
    }

    private static ObjectNode rows(SpotMarket market, ApiCall call) {
        InstanceQuery.Page page = InstanceQuery.page(market, call);
        ObjectNode fields = JsonNodeFactory.instance.objectNode().put("TotalCount", page.total());
        ArrayNode set = fields.putArray("InstanceStatusSet");
        for (Instance instance : page.rows()) {
            set.addObject()
                    .put("InstanceId", instance.id())
                    .put("InstanceState", instance.state().name());
        }
        return fields;
    }
}
