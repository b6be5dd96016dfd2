package io.spotkeeper.emulator.huawei;

import static io.spotkeeper.emulator.world.ErrorShape.FLAT;
import static io.spotkeeper.emulator.world.ErrorShape.NESTED;

import io.spotkeeper.emulator.world.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The operations of all services, in the order in which a path is looked up. */
final class Services {
    private static final String V1 = "/v1/{project_id}/cloudservers";
    private static final String V11 = "/v1.1/{project_id}/cloudservers";

    private final List<Operation> operations = new ArrayList<>();

    Services(World world) {
        ServerBook book = new ServerBook(world);
        Jobs jobs = new Jobs(world);
        world.every(Duration.ofSeconds(10), book::observe);
        world.every(Duration.ofSeconds(1), jobs::observe);
        servers(world, book, jobs);
        offers(world);
        groups(world, book);
        identity(world);
    }

    List<Operation> operations() {
        return List.copyOf(operations);
    }

    /** Literal paths come before those with a variable in the same place. */
    private void servers(World world, ServerBook book, Jobs jobs) {
        ClientTokens tokens = new ClientTokens(world.scenario().huawei().rules().clientTokenLife());
        world.onReset(tokens::clear);
        CreateServers create = new CreateServers(world, tokens, new Launches(world, book), jobs);
        ServerViews views = new ServerViews(world);
        ListServers lists = new ListServers(world, views);
        Tagging tags = new Tagging(world, views);
        nested("CreateServers", "POST", V11, create);
        nested("CreatePostPaidServers", "POST", V1, create);
        nested("ListServersDetails", "GET", V1 + "/detail", lists::details);
        nested("ListCloudServers", "GET", V11 + "/detail", lists::byMarker);
        nested("DeleteServers", "POST", V1 + "/delete", new DeleteServers(world, book, jobs));
        nested("ListServersByTag", "POST", V1 + "/resource_instances/action", tags::filter);
        nested("ListServerTags", "GET", V1 + "/tags", tags::all);
        nested("ShowServerTags", "GET", V1 + "/{server_id}/tags", tags::show);
        String change = V1 + "/{server_id}/tags/action";
        operations.add(
                Operation.of("BatchCreateServerTags", "POST", change, NESTED, tags::create)
                        .onAction("create"));
        operations.add(
                Operation.of("BatchDeleteServerTags", "POST", change, NESTED, tags::delete)
                        .onAction("delete"));
        nested("ShowJob", "GET", "/v1/{project_id}/jobs/{job_id}", jobs::show);
    }

    private void offers(World world) {
        Flavors flavors = new Flavors(world);
        SellPolicies policies = new SellPolicies(world);
        nested("ListFlavors", "GET", V1 + "/flavors", flavors::list);
        nested("ListFlavorSellPolicies", "GET", V1 + "/flavor-sell-policies", policies::list);
        nested(
                "ShowFlavorCapacity",
                "GET",
                V1 + "/flavors/{flavor_id}/resources",
                flavors::capacity);
        nested("ShowServerLimits", "GET", V1 + "/limits", new ServerLimits(world));
        nested(
                "NovaListAvailabilityZones",
                "GET",
                "/v2.1/{project_id}/os-availability-zone",
                flavors::zones);
        flat(
                "ListOnDemandResourceRatings",
                "POST",
                "/v2/bills/ratings/on-demand-resources",
                new Ratings(world));
        // Behind all literal paths of the same length.
        nested(
                "ShowServer",
                "GET",
                V1 + "/{server_id}",
                new ShowServer(world, new ServerViews(world)));
    }

    private void groups(World world, ServerBook book) {
        String path = "/v2/{domain_id}/auto-launch-groups";
        String one = path + "/{auto_launch_group_id}";
        TemplateBook templates = new TemplateBook(world);
        GroupOperations groups =
                new GroupOperations(world, new GroupBook(world, book, templates), templates);
        flat("CreateAutoLaunchGroup", "POST", path, groups::create);
        flat("ListAutoLaunchGroups", "GET", path, groups::list);
        flat("ShowAutoLaunchGroup", "GET", one, groups::show);
        flat("UpdateAutoLaunchGroup", "PUT", one, groups::update);
        flat("DeleteAutoLaunchGroup", "DELETE", one, groups::delete);
        flat("ListInstances", "GET", one + "/instances", groups::instances);
        flat(
                "ListSupplyRecommendation",
                "POST",
                "/v1/{domain_id}/recommendations/ecs-supply",
                new SupplyRecommendations(world));
        LaunchTemplates launchTemplates = new LaunchTemplates(world, templates);
        String template = "/v3/{project_id}/launch-templates";
        nested("CreateLaunchTemplate", "POST", template, launchTemplates::create);
        nested("ListTemplates", "GET", template, launchTemplates::list);
        nested(
                "DeleteLaunchTemplates",
                "DELETE",
                template + "/{launch_template_id}",
                launchTemplates::delete);
        nested(
                "ListLaunchTemplateVersions",
                "GET",
                "/v3/{project_id}/launch-template-versions",
                launchTemplates::versions);
    }

    private void identity(World world) {
        Identity identity = new Identity(world);
        nested("KeystoneListProjects", "GET", "/v3/projects", identity::projects);
        nested("KeystoneListRegions", "GET", "/v3/regions", identity::regions);
        nested("KeystoneListAuthDomains", "GET", "/v3/auth/domains", identity::domains);
    }

    private void nested(String name, String method, String path, Operation.Action action) {
        operations.add(Operation.of(name, method, path, NESTED, action));
    }

    private void flat(String name, String method, String path, Operation.Action action) {
        operations.add(Operation.of(name, method, path, FLAT, action));
    }
}
