package io.spotkeeper.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/** The clouds that Spotkeeper can buy from. */
public enum Provider {
    @JsonPropertyDescription("Tencent Cloud, instances of CVM")
    TencentCloud,

    @JsonPropertyDescription("Huawei Cloud, instances of ECS")
    HuaweiCloud
}
