package io.spotkeeper.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/**
 * Where the keys of an account come from: a union with one member today, so that workload identity
 * can join it.
 *
 * @param secretRef the Secret that holds long-lived or temporary keys
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
        value = "[has(self.secretRef)].filter(given, given).size() == 1",
        message = "credentials must have exactly one member; allowed: secretRef")
public record CloudCredentials(
        @JsonPropertyDescription(
                        "Long-lived or temporary keys. TencentCloud reads the entries secretId, secretKey and, for temporary keys, token; HuaweiCloud reads accessKey, secretKey and, for temporary keys, securityToken. A change takes effect without a restart.")
                @Nullable SecretReference secretRef) {}
