package io.spotkeeper.emulator.tencent;

import io.spotkeeper.emulator.tencent.FieldType.Struct;
import io.spotkeeper.emulator.tencent.Reply.Refusal;
import io.spotkeeper.emulator.wire.RateLimits;
import io.spotkeeper.emulator.world.Account;
import io.spotkeeper.emulator.world.TencentRules;
import io.spotkeeper.emulator.world.World;
import java.util.Map;
import java.util.Set;

/** All actions, and what stands between a verified caller and them. */
final class TencentApi {
    private static final Set<String> WITHOUT_REGION =
            Set.of(
                    "DescribeRegions",
                    "AttachResourcesTag",
                    "DetachResourcesTag",
                    "GetCallerIdentity");

    private final World world;
    private final RequestCatalog catalog = new RequestCatalog();
    private final RateLimits rateLimits;
    private final Map<String, Action> actions;

    TencentApi(World world) {
        this.world = world;
        this.rateLimits = new RateLimits(rateLimits(world.scenario().tencent()));
        ClientTokens tokens = new ClientTokens(world.scenario().tencent().clientTokenLife());
        DescribePlaces places = new DescribePlaces(world);
        ResourceTags tags = new ResourceTags(world);
        NewInstances newInstances = new NewInstances();
        TemplateBook book = new TemplateBook(world);
        LaunchTemplates templates = new LaunchTemplates(world, book);
        this.actions =
                Map.ofEntries(
                        Map.entry(
                                "RunInstances",
                                new RunInstances(world, tokens, book, newInstances)),
                        Map.entry("DescribeInstances", new DescribeInstances(world)),
                        Map.entry(
                                "DescribeInstancesAttributes",
                                new DescribeInstancesAttributes(world)),
                        Map.entry("CreateLaunchTemplate", templates::create),
                        Map.entry("CreateLaunchTemplateVersion", templates::createVersion),
                        Map.entry("DescribeLaunchTemplates", templates::list),
                        Map.entry("DescribeLaunchTemplateVersions", templates::versions),
                        Map.entry("DescribeInstancesStatus", new DescribeInstancesStatus(world)),
                        Map.entry("TerminateInstances", new TerminateInstances(world)),
                        Map.entry(
                                "DescribeZoneInstanceConfigInfos",
                                new DescribeZoneInstanceConfigInfos(world)),
                        Map.entry(
                                "InquiryPriceRunInstances",
                                new InquiryPriceRunInstances(world, book)),
                        Map.entry("DescribeAccountQuota", new DescribeAccountQuota(world)),
                        Map.entry("GetCallerIdentity", new GetCallerIdentity()),
                        Map.entry("DescribeRegions", places::regions),
                        Map.entry("DescribeZones", places::zones),
                        Map.entry("AttachResourcesTag", tags::attach),
                        Map.entry("DetachResourcesTag", tags::detach));
        world.onReset(rateLimits::clear);
        world.onReset(tokens::clear);
        world.onReset(newInstances::clear);
    }

    private static Map<String, Integer> rateLimits(TencentRules rules) {
        return rules.rateLimited() ? rules.rateLimits() : Map.of();
    }

    /** The name under which an action is counted; unknown ones share one. */
    String countedName(ReceivedCall call) {
        return catalog.knows(call.action()) ? call.action() : "";
    }

    Reply answer(ReceivedCall received, Account account, String requestId, Runnable pause) {
        if (received.action().isEmpty()) {
            return Refusals.missing("Action");
        }
        if (!catalog.knows(received.action())) {
            return new Refusal(
                    "InvalidAction",
                    "The request action=`%s` is invalid or not found."
                            .formatted(received.action()));
        }
        if (received.version().isEmpty()) {
            return Refusals.missing("Version");
        }
        Struct request = catalog.request(received.version(), received.action());
        Action action = actions.get(received.action());
        if (request == null || action == null) {
            return new Refusal(
                    "NoSuchVersion",
                    "The action has no version `%s`.".formatted(received.version()));
        }
        String region = received.region() == null ? "" : received.region();
        if (!WITHOUT_REGION.contains(received.action())) {
            if (region.isEmpty()) {
                return Refusals.missing("Region");
            }
            if (world.scenario().region(region) == null) {
                return new Refusal(
                        "UnsupportedRegion", "There is no region `%s`.".formatted(region));
            }
        }
        if (!rateLimits.admit(account.uin(), region, received.action(), world.wallTime())) {
            return throttled();
        }
        ParameterReader reader = new ParameterReader(request, received.parameters());
        Refusal refusal = reader.refusal();
        if (refusal != null) {
            return refusal;
        }
        return action.answer(
                new ApiCall(account, received.action(), region, reader.params(), requestId, pause));
    }

    static Refusal throttled() {
        return new Refusal(
                "RequestLimitExceeded", "Your current request times exceed the frequency limit.");
    }
}
