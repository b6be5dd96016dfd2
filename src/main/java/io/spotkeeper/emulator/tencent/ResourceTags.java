package io.spotkeeper.emulator.tencent;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.spotkeeper.emulator.market.Instance;
import io.spotkeeper.emulator.market.SpotMarket;
import io.spotkeeper.emulator.tencent.Reply.Answer;
import io.spotkeeper.emulator.tencent.Reply.Refusal;
import io.spotkeeper.emulator.world.World;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The tag service's actions for the tags of instances. It keeps tags by resource name and does not
 * ask CVM whether an instance exists, so ids of instances that are gone are passed over.
 */
final class ResourceTags {
    private static final int MAX_RESOURCES = 50;

    private final World world;

    ResourceTags(World world) {
        this.world = world;
    }

    Reply attach(ApiCall call) {
        call.pause().run();
        Refusal refusal = objection(call);
        if (refusal != null) {
            return refusal;
        }
        String key = call.text("/TagKey", "");
        String value = call.text("/TagValue", "");
        String owner = call.account().uin();
        return world.with(market -> {
            List<Instance> found = instances(market, call);
            if (found.stream().anyMatch(instance -> hasOther(instance, key, value))) {
                return new Refusal(
                        "ResourceInUse.TagKeyAttached",
                        "A resource has the key with another value.");
            }
            found.forEach(instance -> world.attachTag(owner, instance.id(), key, value));
            return done();
        });
    }

    private static boolean hasOther(Instance instance, String key, String value) {
        return !instance.tags().getOrDefault(key, value).equals(value);
    }

    Reply detach(ApiCall call) {
        call.pause().run();
        Refusal refusal = objection(call);
        if (refusal != null) {
            return refusal;
        }
        String key = call.text("/TagKey", "");
        return world.with(market -> {
            instances(market, call)
                    .forEach(
                            instance -> market.detachTag(call.account().uin(), instance.id(), key));
            return done();
        });
    }

    private static List<Instance> instances(SpotMarket market, ApiCall call) {
        List<String> ids = call.texts("/ResourceIds");
        String region = call.text("/ResourceRegion", "");
        return market.all().stream()
                .filter(instance -> ids.contains(instance.id()))
                .filter(instance -> instance.owner().equals(call.account().uin()))
                .filter(instance -> instance.pool().region().equals(region))
                .toList();
    }

    private @Nullable Refusal objection(ApiCall call) {
        if (!call.text("/ServiceType", "").equals("cvm")) {
            return new Refusal(
                    "InvalidParameterValue.ServiceTypeInvalid", "ServiceType must be cvm.");
        }
        if (!call.text("/ResourcePrefix", "").equals("instance")) {
            return new Refusal(
                    "InvalidParameterValue.ResourcePrefixInvalid",
                    "ResourcePrefix must be instance.");
        }
        if (world.scenario().region(call.text("/ResourceRegion", "")) == null) {
            return new Refusal(
                    "InvalidParameterValue.RegionInvalid", "ResourceRegion must be a region.");
        }
        List<String> ids = call.texts("/ResourceIds");
        if (ids.isEmpty() || InstanceQuery.idObjection(List.of(ids.getFirst())) != null) {
            return new Refusal(
                    "InvalidParameterValue.ResourceIdInvalid", "A resource id is malformed.");
        }
        if (ids.size() > MAX_RESOURCES) {
            return new Refusal(
                    "LimitExceeded.ResourceNumPerRequest", "There can be 50 resource ids.");
        }
        String key = call.text("/TagKey", "");
        return key.isEmpty() || key.length() > 127
                ? new Refusal(
                        "InvalidParameterValue.TagKeyLengthExceeded",
                        "TagKey must have 1 to 127 characters.")
                : null;
    }

    private static Answer done() {
        return new Answer(JsonNodeFactory.instance.objectNode());
    }
}
