package io.spotkeeper.emulator.huawei;

import com.fasterxml.jackson.databind.JsonNode;
import io.spotkeeper.emulator.huawei.Operation.Match;
import io.spotkeeper.emulator.huawei.Reply.Refusal;
import io.spotkeeper.emulator.wire.RateLimits;
import io.spotkeeper.emulator.wire.WireRequest;
import io.spotkeeper.emulator.world.ErrorShape;
import io.spotkeeper.emulator.world.FaultKind;
import io.spotkeeper.emulator.world.HuaweiDomain;
import io.spotkeeper.emulator.world.HuaweiRules;
import io.spotkeeper.emulator.world.World;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** All operations, and what stands between a verified caller and them. */
final class HuaweiApi {
    private static final String PROJECT = "project_id";
    private static final String DOMAIN = "domain_id";

    /**
     * A call before its sender is known.
     *
     * @param request as received
     * @param match the operation; null if there is none of that path
     * @param body as JSON, missing if there is none; null if it is something else
     * @param requestId its id
     */
    record Received(
            WireRequest request,
            @Nullable Match match,
            @Nullable JsonNode body,
            String requestId) {}

    private final World world;
    private final List<Operation> operations;
    private final RateLimits rateLimits;

    HuaweiApi(World world) {
        this.world = world;
        HuaweiRules rules = world.scenario().huawei().rules();
        this.rateLimits = new RateLimits(rules.rateLimited() ? rules.rateLimits() : Map.of());
        this.operations = new Services(world).operations();
        world.onReset(rateLimits::clear);
    }

    /** The operation that a request names; null if there is none. */
    @Nullable Match match(WireRequest request, @Nullable JsonNode body) {
        List<String> segments;
        try {
            segments = Canonical.segments(request.rawPath());
        } catch (IllegalArgumentException e) {
            return null; // malformed escapes are a path that nobody serves
        }
        for (Operation operation : operations) {
            Optional<Match> match = operation.match(request.method(), segments, body);
            if (match.isPresent()) {
                return match.get();
            }
        }
        return null;
    }

    Reply answer(Received received, Gatekeeper.Verdict.Known sender, Runnable pause) {
        Match match = received.match();
        if (match == null) {
            return Errors.of(
                    "APIGW.0101",
                    "The API does not exist or has not been published in the environment");
        }
        Reply reply = checked(received, match, sender, pause);
        return match.operation().errors() == ErrorShape.FLAT ? Errors.flat(reply) : reply;
    }

    private Reply checked(
            Received received, Match match, Gatekeeper.Verdict.Known sender, Runnable pause) {
        HuaweiDomain domain = sender.domain();
        String projectId = match.variables().get(PROJECT);
        HuaweiDomain.Project project =
                domain.projects().stream()
                        .filter(p -> p.id().equals(projectId))
                        .findFirst()
                        .orElse(null);
        if (projectId != null && project == null) {
            return Errors.of("Common.0018", "The project does not belong to the account.");
        }
        String domainId = match.variables().get(DOMAIN);
        if (domainId != null && !domainId.equals(domain.domainId())) {
            return Errors.of("APIGW.0302", "The IAM user is not allowed to access the API");
        }
        String scope = projectId == null ? domain.domainId() : projectId;
        String owner = sender.account().uin();
        if (!rateLimits.admit(owner, scope, match.operation().name(), world.wallTime())) {
            return Errors.throttled();
        }
        if (received.body() == null && !received.request().method().equals("GET")) {
            return Errors.of("Common.0002", "The request body is not JSON.");
        }
        return match.operation()
                .action()
                .answer(
                        new HuaweiCall(
                                sender.account(),
                                domain,
                                project == null
                                        ? allRegions(domain)
                                        : named(project.regions(), received.request(), match),
                                match,
                                Canonical.parameters(received.request().rawQuery()),
                                Objects.requireNonNullElseGet(received.body(), Reply::object),
                                received.request(),
                                received.requestId(),
                                pause));
    }

    private static List<String> allRegions(HuaweiDomain domain) {
        Set<String> regions = new LinkedHashSet<>();
        domain.projects().forEach(project -> regions.addAll(project.regions()));
        return List.copyOf(regions);
    }

    /** A region in the host, as in ecs.cn-south-1.…, or before the path narrows a project. */
    private static List<String> named(List<String> regions, WireRequest request, Match match) {
        List<String> labels = Arrays.asList(request.header("host", "").split("[.:]", -1));
        List<String> named =
                regions.stream()
                        .filter(r -> labels.contains(r) || match.prefix().contains(r))
                        .toList();
        return named.isEmpty() ? regions : named;
    }

    /** The refusal of a fault, in the words of the service that it hits. */
    Refusal injected(FaultKind.Error error, Received received) {
        Refusal usual = Errors.of(error.code(), error.message());
        ErrorShape shape = error.shape();
        if (shape == null) {
            Match match = received.match();
            boolean flat = match != null && match.operation().errors() == ErrorShape.FLAT;
            shape = flat ? ErrorShape.FLAT : usual.shape();
        }
        int status = error.status() == null ? usual.status() : error.status();
        return new Refusal(status, error.code(), error.message(), shape);
    }
}
