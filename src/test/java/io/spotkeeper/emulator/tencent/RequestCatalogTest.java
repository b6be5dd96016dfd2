package io.spotkeeper.emulator.tencent;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.annotations.SerializedName;
import com.tencentcloudapi.common.AbstractModel;
import com.tencentcloudapi.cvm.v20170312.models.CreateLaunchTemplateRequest;
import com.tencentcloudapi.cvm.v20170312.models.CreateLaunchTemplateVersionRequest;
import com.tencentcloudapi.cvm.v20170312.models.DescribeAccountQuotaRequest;
import com.tencentcloudapi.cvm.v20170312.models.DescribeInstancesAttributesRequest;
import com.tencentcloudapi.cvm.v20170312.models.DescribeInstancesRequest;
import com.tencentcloudapi.cvm.v20170312.models.DescribeInstancesStatusRequest;
import com.tencentcloudapi.cvm.v20170312.models.DescribeLaunchTemplateVersionsRequest;
import com.tencentcloudapi.cvm.v20170312.models.DescribeLaunchTemplatesRequest;
import com.tencentcloudapi.cvm.v20170312.models.DescribeRegionsRequest;
import com.tencentcloudapi.cvm.v20170312.models.DescribeZoneInstanceConfigInfosRequest;
import com.tencentcloudapi.cvm.v20170312.models.DescribeZonesRequest;
import com.tencentcloudapi.cvm.v20170312.models.InquiryPriceRunInstancesRequest;
import com.tencentcloudapi.cvm.v20170312.models.RunInstancesRequest;
import com.tencentcloudapi.cvm.v20170312.models.TerminateInstancesRequest;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestCatalogTest {
    private final RequestCatalog catalog = new RequestCatalog();

    @ParameterizedTest
    @ValueSource(
            classes = {
                RunInstancesRequest.class,
                DescribeInstancesRequest.class,
                DescribeInstancesStatusRequest.class,
                TerminateInstancesRequest.class,
                DescribeZoneInstanceConfigInfosRequest.class,
                InquiryPriceRunInstancesRequest.class,
                DescribeAccountQuotaRequest.class,
                DescribeRegionsRequest.class,
                DescribeZonesRequest.class,
                DescribeInstancesAttributesRequest.class,
                CreateLaunchTemplateRequest.class,
                CreateLaunchTemplateVersionRequest.class,
                DescribeLaunchTemplatesRequest.class,
                DescribeLaunchTemplateVersionsRequest.class
            })
    void knowsEveryFieldOfTheOfficialClientWithItsType(Class<?> request) {
        String action = request.getSimpleName().replace("Request", "");
        FieldType.Struct known = Objects.requireNonNull(catalog.request("2017-03-12", action));

        assertThat(differences(known, request, action)).isEmpty();
    }

    private static List<String> differences(FieldType.Struct known, Class<?> model, String path) {
        List<String> differences = new ArrayList<>();
        for (Field field : model.getDeclaredFields()) {
            SerializedName wire = field.getAnnotation(SerializedName.class);
            if (wire != null) {
                String at = path + "." + wire.value();
                FieldType.Field mine = known.fields().get(wire.value());
                if (mine == null) {
                    differences.add(at + " is unknown");
                } else {
                    differences.addAll(differences(mine.type(), field.getType(), at));
                }
            }
        }
        return differences;
    }

    private static List<String> differences(FieldType mine, Class<?> type, String at) {
        return switch (mine) {
            case FieldType.Text() -> wrong(type != String.class, at);
            case FieldType.Whole() -> wrong(type != Long.class, at);
            case FieldType.Fraction() -> wrong(type != Float.class, at);
            case FieldType.Flag() -> wrong(type != Boolean.class, at);
            case FieldType.ListOf(FieldType element) ->
                    type.isArray()
                            ? differences(element, type.getComponentType(), at)
                            : List.of(at + " is no list");
            case FieldType.Struct struct ->
                    AbstractModel.class.isAssignableFrom(type)
                            ? differences(struct, type, at)
                            : List.of(at + " is no object");
        };
    }

    private static List<String> wrong(boolean wrong, String at) {
        return wrong ? List.of(at + " has another type") : List.of();
    }

    @Test
    void knowsNoActionOfAnotherVersion() {
        assertThat(catalog.request("2018-08-13", "RunInstances")).isNull();
        assertThat(catalog.request("2018-08-13", "DetachResourcesTag")).isNotNull();
        assertThat(catalog.knows("ResetInstance")).isFalse();
    }
}
