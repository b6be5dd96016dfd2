package io.spotkeeper.operator.account;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.fabric8.kubernetes.client.CustomResource;
import io.spotkeeper.api.v1alpha1.FleetStatus;
import java.lang.reflect.ParameterizedType;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who may own instances. */
class FleetOwnersTest {
    /** Instances of a kind that is not listed would be collected as orphans while they live. */
    @Test
    void everyKindWithTheStatusOfAFleetIsListed() {
        // Given
        JavaClasses api =
                new ClassFileImporter()
                        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                        .importPackages("io.spotkeeper.api.v1alpha1");

        // When
        List<Class<?>> kinds =
                api.stream()
                        .filter(type -> type.isAssignableTo(CustomResource.class))
                        .<Class<?>>map(type -> type.reflect())
                        .filter(FleetOwnersTest::isFleet)
                        .toList();

        // Then
        assertThat(kinds).hasSizeGreaterThan(1).hasSameElementsAs(FleetOwners.KINDS);
    }

    private static boolean isFleet(Class<?> kind) {
        return kind.getGenericSuperclass() instanceof ParameterizedType type
                && type.getActualTypeArguments()[1] == FleetStatus.class;
    }
}
