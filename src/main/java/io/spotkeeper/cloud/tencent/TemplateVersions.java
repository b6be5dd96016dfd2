package io.spotkeeper.cloud.tencent;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.tencentcloudapi.common.AbstractModel;
import com.tencentcloudapi.cvm.v20170312.CvmClient;
import com.tencentcloudapi.cvm.v20170312.models.DescribeLaunchTemplateVersionsRequest;
import com.tencentcloudapi.cvm.v20170312.models.LaunchTemplateVersionData;
import io.spotkeeper.cloud.Answer;
import io.spotkeeper.cloud.Fault;
import io.spotkeeper.cloud.StoredTemplate;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Launch templates that are kept at Tencent Cloud.
 *
 * <p>The SDK's models drop fields that they do not know, an encrypted system disk among them. So
 * the answer is read as it came, and compared with what the model made of it.
 */
final class TemplateVersions {
    private static final String ACTION = "DescribeLaunchTemplateVersions";

    /** That there is no such template or version (Tencent's error list of this action). */
    private static final Set<String> ABSENT =
            Set.of(
                    "InvalidParameterValue.LaunchTemplateIdMalformed",
                    "InvalidParameterValue.LaunchTemplateIdNotExisted",
                    "InvalidParameterValue.LaunchTemplateIdVerNotExisted",
                    "InvalidParameterValue.LaunchTemplateNotFound",
                    "InvalidParameterValue.LaunchTemplateVersion");

    private final ObjectMapper json = new ObjectMapper();
    private final Clients clients;
    private final Sdk sdk;

    TemplateVersions(Clients clients, Sdk sdk) {
        this.clients = clients;
        this.sdk = sdk;
    }

    StoredTemplate read(String region, String id, int number) {
        DescribeLaunchTemplateVersionsRequest request = new DescribeLaunchTemplateVersionsRequest();
        request.setLaunchTemplateId(id);
        request.setLaunchTemplateVersions(new Long[] {(long) number});
        CvmClient cvm = clients.cvm(region);
        String body = AbstractModel.toJsonString(request);
        return switch (sdk.read(ACTION, () -> cvm.call(ACTION, body))) {
            case Answer.Missing<String>(Fault fault) ->
                    ABSENT.contains(fault.failure().code())
                            ? none(region, id, number)
                            : new StoredTemplate.Failed(fault.failure());
            case Answer.Given<String>(String text) -> answered(region, id, number, text);
        };
    }

    private static StoredTemplate none(String region, String id, int number) {
        return new StoredTemplate.Unusable(
                "There is no version " + number + " of a launch template " + id + " in " + region);
    }

    private StoredTemplate answered(String region, String id, int number, String text) {
        JsonNode rows;
        try {
            rows = json.readTree(text).path("Response").path("LaunchTemplateVersionSet");
        } catch (JsonProcessingException e) {
            return unreadable("launch templates are not JSON");
        }
        if (!rows.isArray()) {
            return unreadable("launch templates without rows");
        }
        for (JsonNode row : rows) {
            if (row.path("LaunchTemplateId").asText().equals(id)
                    && row.path("LaunchTemplateVersion").asLong() == number) {
                return judged(id, number, row.path("LaunchTemplateVersionData"));
            }
        }
        return none(region, id, number);
    }

    private static StoredTemplate unreadable(String what) {
        return new StoredTemplate.Failed(Sdk.unreadable(what).failure());
    }

    private StoredTemplate judged(String id, int number, JsonNode shown) {
        if (!shown.isObject()) {
            return unreadable("a launch template without its data");
        }
        LaunchTemplateVersionData data;
        JsonNode understood;
        try {
            data = AbstractModel.fromJsonString(shown.toString(), LaunchTemplateVersionData.class);
            understood = json.readTree(AbstractModel.toJsonString(data));
        } catch (JsonProcessingException | RuntimeException e) {
            // Gson's exceptions quote the answer, which may hold user data.
            return unreadable(
                    "a launch template is not as the SDK knows it: "
                            + e.getClass().getSimpleName());
        }
        StoredVersion version = new StoredVersion(data);
        return unknown(shown, understood, "")
                .map(field -> "sets " + field + ", for which there is no field")
                .or(version::wrong)
                .<StoredTemplate>map(what ->
                        new StoredTemplate.Unusable(
                                "Version " + number + " of the launch template " + id + " " + what))
                .orElseGet(() -> new StoredTemplate.Found(version.template(), version.network()));
    }

    /** The first field that says something and that the model dropped. */
    private static Optional<String> unknown(
            JsonNode shown, @Nullable JsonNode understood, String path) {
        if (isBlank(shown)) {
            return Optional.empty();
        }
        if (understood == null) {
            return Optional.of(path);
        }
        if (shown.isArray()) {
            for (int i = 0; i < shown.size(); i++) {
                Optional<String> inside = unknown(shown.get(i), understood.get(i), path);
                if (inside.isPresent()) {
                    return inside;
                }
            }
        }
        for (Map.Entry<String, JsonNode> field : shown.properties()) {
            String at = path.isEmpty() ? field.getKey() : path + "." + field.getKey();
            Optional<String> inside = unknown(field.getValue(), understood.get(field.getKey()), at);
            if (inside.isPresent()) {
                return inside;
            }
        }
        return Optional.empty();
    }

    /** Null, empty, zero or false, as the cloud fills fields that nobody set. */
    private static boolean isBlank(JsonNode value) {
        return switch (value.getNodeType()) {
            case NULL, MISSING -> true;
            case STRING -> value.asText().isBlank();
            case BOOLEAN -> !value.asBoolean();
            case NUMBER -> value.decimalValue().signum() == 0;
            case ARRAY, OBJECT -> value.valueStream().allMatch(TemplateVersions::isBlank);
            case BINARY, POJO -> false;
        };
    }
}
