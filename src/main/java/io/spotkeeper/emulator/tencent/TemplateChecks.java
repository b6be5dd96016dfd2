package io.spotkeeper.emulator.tencent;

import com.fasterxml.jackson.databind.JsonNode;
import io.spotkeeper.emulator.tencent.Reply.Refusal;
import io.spotkeeper.emulator.world.Scenario;
import io.spotkeeper.emulator.world.World;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What must be right about the machine itself: network, disks, names, login, tags. */
final class TemplateChecks {
    private static final Pattern VPC = Pattern.compile("vpc-[0-9a-z]{1,32}");
    private static final Pattern SUBNET = Pattern.compile("subnet-[0-9a-z]{1,32}");
    private static final Pattern GROUP = Pattern.compile("sg-[0-9a-z]{1,32}");
    private static final Pattern KEY = Pattern.compile("skey-[0-9a-z]{1,32}");
    private static final Pattern HOST_NAME = Pattern.compile("[0-9A-Za-z{}:,.-]{2,60}");
    private static final Pattern TAG = Pattern.compile("[\\p{L}\\p{N} +\\-=._:/@()\\[\\],;<>]*");
    private static final Set<String> DISK_TYPES =
            Set.of(
                    "LOCAL_BASIC",
                    "LOCAL_SSD",
                    "LOCAL_NVME",
                    "LOCAL_PRO",
                    "CLOUD_BASIC",
                    "CLOUD_PREMIUM",
                    "CLOUD_SSD",
                    "CLOUD_BSSD",
                    "CLOUD_HSSD",
                    "CLOUD_TSSD",
                    "CLOUD_BIGDATA",
                    "CLOUD_HIGHIO");
    private static final int MAX_USER_DATA = 16 * 1024;
    private static final int MAX_NAME = 128;
    private static final int MAX_DATA_DISKS = 21;
    private static final int MAX_TAGS = 50;

    private final World world;
    private final List<Function<ApiCall, @Nullable Refusal>> checks;

    TemplateChecks(World world) {
        this.world = world;
        this.checks =
                List.of(
                        this::network,
                        this::subnet,
                        this::addresses,
                        this::securityGroups,
                        this::login,
                        this::disks,
                        this::names,
                        this::userData,
                        this::tags);
    }

    @Nullable Refusal firstObjection(ApiCall call) {
        return LaunchChecks.firstObjection(call, checks);
    }

    private @Nullable Refusal network(ApiCall call) {
        String vpc = call.text("/VirtualPrivateCloud/VpcId", "DEFAULT");
        String subnet = call.text("/VirtualPrivateCloud/SubnetId", "DEFAULT");
        if (vpc.equals("DEFAULT") && subnet.equals("DEFAULT")) {
            return null;
        }
        if (!VPC.matcher(vpc).matches()) {
            return invalid("VpcIdMalformed", "The VpcId is malformed.");
        }
        return SUBNET.matcher(subnet).matches()
                ? null
                : invalid("SubnetIdMalformed", "The SubnetId is malformed.");
    }

    private @Nullable Refusal subnet(ApiCall call) {
        String id = call.text("/VirtualPrivateCloud/SubnetId", "DEFAULT");
        List<Scenario.Subnet> subnets = world.scenario().subnets();
        if (id.equals("DEFAULT") || subnets.isEmpty()) {
            return null;
        }
        Scenario.Subnet subnet =
                subnets.stream().filter(s -> s.id().equals(id)).findFirst().orElse(null);
        String vpc = call.text("/VirtualPrivateCloud/VpcId", "");
        if (subnet == null) {
            return subnets.stream().anyMatch(s -> s.vpcId().equals(vpc))
                    ? invalid("SubnetNotExist", "The subnet does not exist.")
                    : invalid("VpcIdNotExist", "The VPC does not exist.");
        }
        if (!subnet.vpcId().equals(vpc)) {
            return invalid("VpcIdSubnetIdNotMatch", "The subnet is not in the VPC.");
        }
        return subnet.zone().equals(call.text("/Placement/Zone"))
                ? null
                : invalid("SubnetIdZoneIdNotMatch", "The subnet is not in the zone.");
    }

    private @Nullable Refusal addresses(ApiCall call) {
        List<String> addresses = call.texts("/VirtualPrivateCloud/PrivateIpAddresses");
        boolean fits = addresses.isEmpty() || addresses.size() == call.number("/InstanceCount", 1);
        return fits
                ? null
                : new Refusal(
                        "InvalidParameterValue",
                        "There must be as many PrivateIpAddresses as instances.");
    }

    private @Nullable Refusal securityGroups(ApiCall call) {
        return call.texts("/SecurityGroupIds").stream().allMatch(id -> GROUP.matcher(id).matches())
                ? null
                : new Refusal(
                        "InvalidSecurityGroupId.NotFound", "The security group does not exist.");
    }

    private @Nullable Refusal login(ApiCall call) {
        return call.texts("/LoginSettings/KeyIds").stream()
                        .allMatch(id -> KEY.matcher(id).matches())
                ? null
                : new Refusal("InvalidKeyPairId.Malformed", "The key pair id is malformed.");
    }

    private @Nullable Refusal disks(ApiCall call) {
        JsonNode dataDisks = call.params().path("DataDisks");
        if (dataDisks.size() > MAX_DATA_DISKS) {
            return invalid("LimitExceeded", "There can be 21 data disks.");
        }
        Refusal refusal = disk(call.params().path("SystemDisk"), 20, 2048);
        for (JsonNode disk : dataDisks) {
            refusal = refusal == null ? disk(disk, 10, 32000) : refusal;
        }
        return refusal;
    }

    private static @Nullable Refusal disk(JsonNode disk, int least, int most) {
        String type = disk.path("DiskType").asText("CLOUD_PREMIUM");
        if (!DISK_TYPES.contains(type)) {
            return new Refusal("InvalidParameterValue", "There is no disk type " + type + ".");
        }
        long size = disk.path("DiskSize").asLong(50);
        return size >= least && size <= most
                ? null
                : invalid("Range", "DiskSize must be %d to %d GiB.".formatted(least, most));
    }

    private @Nullable Refusal names(ApiCall call) {
        if (call.text("/InstanceName", "").length() > MAX_NAME) {
            return new Refusal(
                    "InvalidInstanceName.TooLong", "The name is longer than 128 characters.");
        }
        String hostName = call.text("/HostName", "host");
        return HOST_NAME.matcher(hostName).matches()
                ? null
                : invalid("IllegalHostName", "The host name is malformed.");
    }

    private @Nullable Refusal userData(ApiCall call) {
        String userData = call.text("/UserData", "");
        try {
            return Base64.getDecoder().decode(userData).length <= MAX_USER_DATA
                    ? null
                    : invalid("InvalidUserDataFormat", "UserData is larger than 16 KB.");
        } catch (IllegalArgumentException e) {
            return invalid("InvalidUserDataFormat", "UserData is not base64.");
        }
    }

    private @Nullable Refusal tags(ApiCall call) {
        Set<String> keys = new HashSet<>();
        for (JsonNode specification : call.params().path("TagSpecification")) {
            if (!specification.path("ResourceType").asText().equals("instance")) {
                return new Refusal("InvalidParameterValue", "ResourceType must be instance.");
            }
            for (JsonNode tag : specification.path("Tags")) {
                String key = tag.path("Key").asText();
                Refusal refusal = tag(key, tag.path("Value").asText());
                if (refusal != null) {
                    return refusal;
                }
                if (!keys.add(key)) {
                    return invalid("DuplicateTags", "The tag key " + key + " is repeated.");
                }
            }
        }
        return keys.size() <= MAX_TAGS
                ? null
                : invalid("TagQuotaLimitExceeded", "There can be 50 tags.");
    }

    private static @Nullable Refusal tag(String key, String value) {
        String lower = key.toLowerCase(Locale.ROOT);
        if (lower.startsWith("qcloud") || lower.startsWith("tencent") || lower.equals("project")) {
            return new Refusal("FailedOperation.TagKeyReserved", "The tag key is reserved.");
        }
        if (key.isEmpty() || key.length() > 127 || !TAG.matcher(key).matches()) {
            return new Refusal("FailedOperation.IllegalTagKey", "The tag key is malformed.");
        }
        return value.length() <= 255 && TAG.matcher(value).matches()
                ? null
                : new Refusal("FailedOperation.IllegalTagValue", "The tag value is malformed.");
    }

    private static Refusal invalid(String detail, String message) {
        return new Refusal("InvalidParameterValue." + detail, message);
    }
}
