package io.spotkeeper.crds;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceColumnDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionVersion;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.client.CustomResource;
import io.spotkeeper.api.v1alpha1.AutoLaunchGroup;
import io.spotkeeper.api.v1alpha1.CloudAccount;
import io.spotkeeper.api.v1alpha1.ComputeEnvironment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Every field explains itself, and the schema is one that merges and validates well. */
class SchemaTest {
    /** What a number counts or measures; each numeric description has one of these. */
    private static final List<String> UNITS =
            List.of(
                    "number of",
                    "how many",
                    "instances",
                    "gib",
                    "mbit/s",
                    "thousandths",
                    "metadata.generation",
                    "units of capacity",
                    "currency",
                    "whole part of the live capacity",
                    "0 or more",
                    "rank");

    private static final Set<String> SAYS_NOTHING =
            Set.of("the", "of", "a", "an", "is", "in", "it", "for", "to", "and", "s", "this");

    private static final List<Field> FIELDS = fields();

    /**
     * A field of a custom resource.
     *
     * @param path where it is, with {@code []} for the items of a list
     * @param schema its schema
     */
    private record Field(String path, JSONSchemaProps schema) {
        String description() {
            return String.valueOf(schema.getDescription());
        }

        boolean decimal() {
            return schema.getPattern() != null && schema.getPattern().startsWith("^(0|[1-9]");
        }

        boolean integer() {
            return "integer".equals(schema.getType());
        }

        boolean list() {
            return "array".equals(schema.getType());
        }
    }

    @Test
    void everyFieldSaysMoreThanItsName() {
        assertThat(FIELDS)
                .hasSizeGreaterThan(150)
                .allSatisfy(field -> {
                    Set<String> said = words(field.description());
                    said.removeAll(words(lastPart(field.path()).replaceAll("([A-Z])", " $1")));
                    said.removeAll(SAYS_NOTHING);
                    assertThat(field.schema().getDescription()).isNotBlank();
                    assertThat(said).hasSizeGreaterThanOrEqualTo(2);
                });
    }

    @Test
    void everyNumberHasItsUnitAndRange() {
        assertThat(fields(Field::integer))
                .hasSizeGreaterThan(20)
                .allSatisfy(field -> {
                    String description = field.description().toLowerCase(Locale.ROOT);
                    assertThat(UNITS).as("unit").anyMatch(description::contains);
                    assertThat(field.schema().getMinimum()).isNotNull();
                    if (field.schema().getMaximum() != null) {
                        assertThat(description).contains(range(field.schema()));
                    }
                });
    }

    @Test
    void everyDecimalHasItsUnit() {
        assertThat(fields(Field::decimal))
                .hasSizeGreaterThan(10)
                .allSatisfy(field -> {
                    String description = field.description().toLowerCase(Locale.ROOT);
                    assertThat(UNITS).as("unit").anyMatch(description::contains);
                    assertThat(description).contains("decimal string");
                });
    }

    @Test
    void everyEnumExplainsEachValue() {
        assertThat(fields(field -> field.schema().getEnum() != null))
                .hasSizeGreaterThan(10)
                .allSatisfy(field ->
                        assertThat(field.schema().getEnum())
                                .allSatisfy(value ->
                                        assertThat(field.description())
                                                .contains("\n- " + value.asText() + ": ")));
    }

    @Test
    void everyListIsBoundedAndSaysHowItMerges() {
        assertThat(fields(Field::list))
                .hasSizeGreaterThan(10)
                .allSatisfy(field -> {
                    assertThat(field.schema().getMaxItems()).isNotNull();
                    assertThat(field.schema().getXKubernetesListType()).isIn("atomic", "map");
                });
    }

    @Test
    void keysOfListsAreRequired() {
        assertThat(fields(field -> "map".equals(field.schema().getXKubernetesListType())))
                .extracting(Field::path)
                .containsExactlyInAnyOrder(
                        "AutoLaunchGroup.spec.regions",
                        "AutoLaunchGroup.spec.regions[].overrides",
                        "AutoLaunchGroup.spec.regions[].placements",
                        "AutoLaunchGroup.status.conditions",
                        "AutoLaunchGroup.status.ledger.intents",
                        "AutoLaunchGroup.status.ledger.releases",
                        "AutoLaunchGroup.status.ledger.terminations",
                        "CloudAccount.spec.huawei.projects",
                        "CloudAccount.status.conditions",
                        "ComputeEnvironment.spec.placements",
                        "ComputeEnvironment.status.conditions",
                        "ComputeEnvironment.status.ledger.intents",
                        "ComputeEnvironment.status.ledger.releases",
                        "ComputeEnvironment.status.ledger.terminations");
        assertThat(fields(field -> "map".equals(field.schema().getXKubernetesListType())))
                .allSatisfy(field ->
                        assertThat(field.schema().getItems().getSchema().getRequired())
                                .containsAll(field.schema().getXKubernetesListMapKeys()));
    }

    @Test
    void noRuleStandsTwiceAndEachSaysWhatIsAllowed() {
        assertThat(fields(field -> !field.schema().getXKubernetesValidations().isEmpty()))
                .isNotEmpty()
                .allSatisfy(field ->
                        assertThat(field.schema().getXKubernetesValidations())
                                .doesNotHaveDuplicates()
                                .allSatisfy(rule -> assertThat(rule.getMessage()).isNotBlank()));
    }

    @Test
    void defaultsAreConstantAndOutsideLists() {
        assertThat(fields(field -> field.schema().getDefault() != null))
                .extracting(Field::path)
                .containsExactlyInAnyOrder(
                        "AutoLaunchGroup.spec.accountRef.kind",
                        "AutoLaunchGroup.spec.allocationStrategy",
                        "AutoLaunchGroup.spec.capacityUnit",
                        "AutoLaunchGroup.spec.deletionPolicy",
                        "AutoLaunchGroup.spec.dryRun",
                        "AutoLaunchGroup.spec.excessCapacityBehavior",
                        "AutoLaunchGroup.spec.expirationBehavior",
                        "AutoLaunchGroup.spec.management",
                        "AutoLaunchGroup.spec.paused",
                        "AutoLaunchGroup.spec.regionShortfall",
                        "AutoLaunchGroup.spec.supplyOption",
                        "AutoLaunchGroup.spec.type",
                        "CloudAccount.spec.site",
                        "ComputeEnvironment.spec.accountRef.kind",
                        "ComputeEnvironment.spec.deletionPolicy",
                        "ComputeEnvironment.spec.market",
                        "ComputeEnvironment.spec.paused",
                        "ComputeEnvironment.spec.requestType",
                        "ComputeEnvironment.spec.template.agents.monitor",
                        "ComputeEnvironment.spec.template.agents.security",
                        "ComputeEnvironment.spec.template.publicIp.chargeType",
                        "ComputeEnvironment.spec.template.publicIp.releaseWithInstance");
    }

    @Test
    void columnsStandInTheOrderThatTheyAreReadIn() {
        // Given
        var environment = version(ComputeEnvironment.class);
        var account = version(CloudAccount.class);

        // When
        List<String> narrow = columns(environment, 0);
        List<String> wide = columns(environment, 1);
        List<String> accounts = columns(account, 0);
        List<String> groups = columns(version(AutoLaunchGroup.class), 0);
        List<String> groupsWide = columns(version(AutoLaunchGroup.class), 1);

        // Then
        assertThat(narrow)
                .containsExactly("Desired", "Live", "Running", "Cost/h", "Ready", "Reason", "Age");
        assertThat(wide)
                .containsExactly(
                        "Region",
                        "Account",
                        "Market",
                        "Currency",
                        "Interruptions",
                        "Next",
                        "Next At");
        assertThat(accounts)
                .containsExactly("Provider", "Site", "Instances", "Ready", "Reason", "Age");
        assertThat(groups)
                .containsExactly(
                        "Target", "Live", "Running", "Stable", "Cost/h", "Ready", "Reason", "Age");
        assertThat(groupsWide)
                .containsExactly(
                        "Type",
                        "Management",
                        "Account",
                        "Strategy",
                        "Currency",
                        "Interruptions",
                        "Next",
                        "Next At");
    }

    private static List<String> columns(CustomResourceDefinitionVersion version, int priority) {
        return version.getAdditionalPrinterColumns().stream()
                .filter(column -> column.getPriority() == priority)
                .map(CustomResourceColumnDefinition::getName)
                .toList();
    }

    private static CustomResourceDefinitionVersion version(
            Class<? extends CustomResource<?, ?>> kind) {
        return CrdGeneration.definition(kind).getSpec().getVersions().getFirst();
    }

    private static String range(JSONSchemaProps schema) {
        return "%d to %d"
                .formatted(schema.getMinimum().longValue(), schema.getMaximum().longValue());
    }

    private static List<Field> fields() {
        var all = new ArrayList<Field>();
        for (var kind : CrdGeneration.KINDS) {
            JSONSchemaProps root = version(kind).getSchema().getOpenAPIV3Schema();
            walk(kind.getSimpleName(), root, (path, schema) -> all.add(new Field(path, schema)));
        }
        return List.copyOf(all);
    }

    private static List<Field> fields(Predicate<Field> which) {
        return FIELDS.stream().filter(which).toList();
    }

    private static void walk(
            String path, JSONSchemaProps schema, BiConsumer<String, JSONSchemaProps> visitor) {
        visitor.accept(path, schema);
        walkInside(path, schema, visitor);
    }

    private static void walkInside(
            String path, JSONSchemaProps schema, BiConsumer<String, JSONSchemaProps> visitor) {
        if (schema.getProperties() != null) {
            schema.getProperties()
                    .forEach((name, property) -> walk(path + "." + name, property, visitor));
        }
        if (schema.getItems() != null) {
            walkInside(path + "[]", schema.getItems().getSchema(), visitor);
        }
    }

    private static String lastPart(String path) {
        return path.substring(path.lastIndexOf('.') + 1);
    }

    private static Set<String> words(String text) {
        return Arrays.stream(text.toLowerCase(Locale.ROOT).split("[^a-z0-9]+"))
                .filter(word -> !word.isEmpty())
                .collect(Collectors.toCollection(HashSet::new));
    }
}
