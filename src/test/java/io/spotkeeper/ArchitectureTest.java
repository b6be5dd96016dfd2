package io.spotkeeper;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.conditions.ArchConditions.callMethodWhere;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullMarked;

/** The walls of the design (section 4): who may use what. */
@AnalyzeClasses(packages = "io.spotkeeper", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String ROOT = "io.spotkeeper";

    private static final String API = "api..";
    private static final String CLI = "cli..";
    private static final String CLOUD = "cloud";
    private static final String CLOUD_HUAWEI = "cloud.huawei..";
    private static final String CLOUD_TENCENT = "cloud.tencent..";
    private static final String CONVERT = "convert..";
    private static final String EMULATOR = "emulator";
    private static final String EMULATOR_ADMIN = "emulator.admin..";
    private static final String EMULATOR_HUAWEI = "emulator.huawei..";
    private static final String EMULATOR_MARKET = "emulator.market..";
    private static final String EMULATOR_TENCENT = "emulator.tencent..";
    private static final String EMULATOR_WIRE = "emulator.wire..";
    private static final String EMULATOR_WORLD = "emulator.world..";
    private static final String FLEET = "fleet..";
    private static final String INVENTORY = "inventory..";
    private static final String KEEPER = "keeper..";
    private static final String OPERATOR = "operator..";
    private static final String SERVER = "server..";
    private static final String SIMULATION = "simulation..";

    @ArchTest
    static final ArchRule fleetUsesNothingButTheLanguage =
            classes()
                    .that(in(FLEET))
                    .should()
                    .onlyDependOnClassesThat(
                            in(FLEET)
                                    .or(ofModuleJavaBase())
                                    .or(resideInAPackage("org.jspecify.annotations..")))
                    .because("the core is pure: it is what the simulator proves")
                    .allowEmptyShould(true);

    @ArchTest static final ArchRule api = ours(API);
    @ArchTest static final ArchRule cloud = ours(CLOUD, FLEET);
    @ArchTest static final ArchRule cloudHuawei = ours(CLOUD_HUAWEI, CLOUD, FLEET);
    @ArchTest static final ArchRule cloudTencent = ours(CLOUD_TENCENT, CLOUD, FLEET);
    @ArchTest static final ArchRule inventory = ours(INVENTORY, CLOUD, FLEET);
    @ArchTest static final ArchRule keeper = ours(KEEPER, INVENTORY, CLOUD, FLEET);

    @ArchTest static final ArchRule operator = ours(OPERATOR, API, KEEPER, INVENTORY, CLOUD, FLEET);

    @ArchTest
    static final ArchRule whatAllFleetsShareKnowsNoKind =
            noClasses()
                    .that(in("operator.fleet").or(in("operator.account")).or(in("operator.status")))
                    .should()
                    .dependOnClassesThat(
                            in("operator.environment")
                                    .or(in("operator.group"))
                                    .or(in("operator.cloudgroup")))
                    .because("what looks at fleets looks at all kinds in the same way");

    @ArchTest
    static final ArchRule theCloudsOwnGroupsKnowNoOthers =
            noClasses()
                    .that(in("operator.cloudgroup"))
                    .should()
                    .dependOnClassesThat(in("operator.environment").or(in("operator.group")))
                    .because("what the cloud allocates is no business of the planner");

    @ArchTest
    static final ArchRule environmentsKnowNoGroups =
            noClasses()
                    .that(in("operator.environment"))
                    .should()
                    .dependOnClassesThat(in("operator.group"))
                    .orShould()
                    .dependOnClassesThat(
                            describe(
                                    "are an AutoLaunchGroup",
                                    type -> type.getSimpleName().startsWith("AutoLaunchGroup")));

    @ArchTest
    static final ArchRule groupsKnowNoEnvironments =
            noClasses()
                    .that(in("operator.group"))
                    .should()
                    .dependOnClassesThat(in("operator.environment"))
                    .orShould()
                    .dependOnClassesThat(
                            describe(
                                    "are a ComputeEnvironment",
                                    type -> type.getSimpleName().startsWith("ComputeEnvironment")));

    @ArchTest static final ArchRule convert = ours(CONVERT, API);

    @ArchTest static final ArchRule server = ours(SERVER);

    @ArchTest
    static final ArchRule simulation =
            ours(SIMULATION, KEEPER, INVENTORY, CLOUD, FLEET, EMULATOR_MARKET);

    @ArchTest static final ArchRule emulatorMarket = ours(EMULATOR_MARKET);
    @ArchTest static final ArchRule emulatorWorld = ours(EMULATOR_WORLD, EMULATOR_MARKET);

    @ArchTest
    static final ArchRule emulatorWire = ours(EMULATOR_WIRE, EMULATOR_WORLD, EMULATOR_MARKET);

    @ArchTest
    static final ArchRule emulatorTencent =
            ours(EMULATOR_TENCENT, EMULATOR_WIRE, EMULATOR_WORLD, EMULATOR_MARKET);

    @ArchTest
    static final ArchRule emulatorHuawei =
            ours(EMULATOR_HUAWEI, EMULATOR_WIRE, EMULATOR_WORLD, EMULATOR_MARKET);

    @ArchTest
    static final ArchRule emulatorAdmin = ours(EMULATOR_ADMIN, EMULATOR_WORLD, EMULATOR_MARKET);

    @ArchTest
    static final ArchRule emulator =
            ours(
                    EMULATOR,
                    EMULATOR_ADMIN,
                    EMULATOR_HUAWEI,
                    EMULATOR_TENCENT,
                    EMULATOR_WIRE,
                    EMULATOR_WORLD,
                    EMULATOR_MARKET);

    @ArchTest
    static final ArchRule everyPackageHasItsWalls =
            classes()
                    .should()
                    .resideInAnyPackage(
                            Arrays.stream(
                                            new String[] {
                                                API,
                                                CLI,
                                                CLOUD,
                                                CLOUD_HUAWEI,
                                                CLOUD_TENCENT,
                                                CONVERT,
                                                EMULATOR,
                                                EMULATOR_ADMIN,
                                                EMULATOR_HUAWEI,
                                                EMULATOR_MARKET,
                                                EMULATOR_TENCENT,
                                                EMULATOR_WIRE,
                                                EMULATOR_WORLD,
                                                FLEET,
                                                INVENTORY,
                                                KEEPER,
                                                OPERATOR,
                                                SERVER,
                                                SIMULATION
                                            })
                                    .map(name -> ROOT + "." + name)
                                    .toArray(String[]::new))
                    .because("a new package needs its rule here");

    @ArchTest
    static final ArchRule vendorTypesStayBehindTheCloudInterface =
            noClasses()
                    .that(not(in(CLOUD_TENCENT).or(in(CLOUD_HUAWEI))))
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("com.tencentcloudapi..", "com.huaweicloud..")
                    .because("the emulator and the core know no SDK");

    @ArchTest
    static final ArchRule kubernetesTypesStayInTheShell =
            noClasses()
                    .that(not(in(OPERATOR).or(in(API)).or(in(CLI))))
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("io.fabric8..", "io.javaoperatorsdk..")
                    .allowEmptyShould(true);

    @ArchTest
    static final ArchRule noLoggingAndNoMetricsInPureCode =
            noClasses()
                    .that(in(FLEET).or(in(API)).or(in(CONVERT)).or(in(EMULATOR_MARKET)))
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("org.slf4j..", "io.micrometer..");

    @ArchTest
    static final ArchRule nobodySleeps =
            noClasses()
                    .that(not(in(EMULATOR_WIRE)))
                    .should(calls("Thread.sleep", Thread.class, "sleep"))
                    .because(
                            "waiting belongs to schedulers, which can be stopped; an emulated"
                                    + " cloud alone may be slow on purpose")
                    .allowEmptyShould(true);

    @ArchTest
    static final ArchRule timeIsGiven =
            noClasses()
                    .that(in(FLEET).or(in(KEEPER)).or(in(EMULATOR_MARKET)).or(in(SIMULATION)))
                    .should(
                            calls("Instant.now", Instant.class, "now")
                                    .or(
                                            calls(
                                                    "System.currentTimeMillis",
                                                    System.class,
                                                    "currentTimeMillis"))
                                    .or(calls("System.nanoTime", System.class, "nanoTime"))
                                    .or(calls("Clock.system…", Clock.class, "systemUTC"))
                                    .or(calls("Clock.system…", Clock.class, "systemDefaultZone")))
                    .because("the simulator runs this code on its own clock")
                    .allowEmptyShould(true);

    @ArchTest
    static final ArchRule chanceIsGiven =
            noClasses()
                    .that(in(FLEET).or(in(KEEPER)).or(in(EMULATOR_MARKET)).or(in(SIMULATION)))
                    .should(
                            calls("UUID.randomUUID", UUID.class, "randomUUID")
                                    .or(calls("Math.random", Math.class, "random")))
                    .because("the simulator repeats a run from its seed")
                    .allowEmptyShould(true);

    @ArchTest
    static final ArchRule namesAreNounsOfTheDomain =
            noClasses()
                    .should()
                    .haveSimpleNameEndingWith("Manager")
                    .orShould()
                    .haveSimpleNameEndingWith("Util")
                    .orShould()
                    .haveSimpleNameEndingWith("Utils")
                    .orShould()
                    .haveSimpleNameEndingWith("Helper")
                    .orShould()
                    .haveSimpleNameEndingWith("Impl")
                    .orShould()
                    .haveNameMatching(".*\\.(Base|Abstract)[A-Z]\\w*");

    /**
     * Every other way to write a status loses a race or reads stale (design, section 5, rule 2).
     */
    @ArchTest
    static void oneClassWritesTheStatus(JavaClasses all) {
        Set<String> writers =
                all.stream()
                        .flatMap(type -> type.getMethodCallsFromSelf().stream())
                        .filter(call -> call.getName().equals("updatePrimaryStatus"))
                        .map(call -> outermost(call.getOriginOwner()).getName())
                        .collect(Collectors.toSet());
        assertThat(writers).as("classes that call updatePrimaryStatus").hasSizeLessThanOrEqualTo(1);
        assertThat(writers).allMatch(writer -> writer.startsWith(ROOT + ".operator."));
    }

    @ArchTest
    static final ArchRule noOtherWayToWriteAStatus =
            noClasses()
                    .should(
                            callMethodWhere(
                                    ofClients(
                                            "patchStatus",
                                            "updateStatus",
                                            "editStatus",
                                            "replaceStatus",
                                            "serverSideApplyPrimaryStatus",
                                            "jsonPatchPrimaryStatus",
                                            "jsonMergePatchPrimaryStatus")))
                    .because(
                            "only updatePrimaryStatus with the version that was decided on is safe");

    @ArchTest
    static void everyPackageIsNullMarked(JavaClasses all) {
        var missing = new ArrayList<String>();
        for (JavaPackage room : all.getDefaultPackage().getSubpackagesInTree()) {
            boolean inhabited = !room.getClasses().isEmpty() && room.getName().startsWith(ROOT);
            boolean marked =
                    room.tryGetPackageInfo()
                            .map(info -> info.isAnnotatedWith(NullMarked.class))
                            .orElse(false);
            if (inhabited && !marked) {
                missing.add(room.getName());
            }
        }
        assertThat(missing).as("packages without @NullMarked").isEmpty();
    }

    /** Of our own packages, the one may use itself and the others alone. */
    private static ArchRule ours(String one, String... others) {
        DescribedPredicate<JavaClass> allowed = in(one);
        for (String other : others) {
            allowed = allowed.or(in(other));
        }
        return classes()
                .that(in(one))
                .should()
                .onlyDependOnClassesThat(allowed.or(not(resideInAPackage(ROOT + ".."))))
                .as(one + " uses, of ours, at most " + Arrays.toString(others))
                .allowEmptyShould(true);
    }

    private static DescribedPredicate<JavaClass> in(String part) {
        return resideInAnyPackage(ROOT + "." + part);
    }

    private static DescribedPredicate<JavaClass> ofModuleJavaBase() {
        ModuleLayer layer = ModuleLayer.boot();
        Set<String> packages = layer.findModule("java.base").orElseThrow().getPackages();
        return describe(
                "in java.base",
                type ->
                        type.getBaseComponentType().isPrimitive()
                                || packages.contains(type.getBaseComponentType().getPackageName()));
    }

    private static ArchCondition<JavaClass> calls(String what, Class<?> type, String method) {
        return callMethodWhere(target(owner(type(type))).and(target(name(method))))
                .as("call " + what);
    }

    private static DescribedPredicate<JavaCall<?>> ofClients(String... methods) {
        Set<String> names = Set.of(methods);
        return describe(
                "to a client's method named one of " + names,
                call ->
                        names.contains(call.getTarget().getName())
                                && resideInAnyPackage("io.fabric8..", "io.javaoperatorsdk..")
                                        .test(call.getTargetOwner()));
    }

    private static JavaClass outermost(JavaClass type) {
        return type.getEnclosingClass().map(ArchitectureTest::outermost).orElse(type);
    }
}
