package io.spotkeeper.emulator.huawei;

import io.spotkeeper.emulator.huawei.Reply.Refusal;
import io.spotkeeper.emulator.market.Instance;
import io.spotkeeper.emulator.market.InstanceState;
import io.spotkeeper.emulator.market.SpotMarket;
import io.spotkeeper.emulator.world.World;
import java.util.LinkedHashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Deletes servers: a job, all of them or nothing. Data disks and elastic IPs stay behind unless the
 * call or their own making says otherwise.
 */
final class DeleteServers implements Operation.Action {
    private static final int MOST = 1000;

    private final World world;
    private final ServerBook book;
    private final Jobs jobs;

    DeleteServers(World world, ServerBook book, Jobs jobs) {
        this.world = world;
        this.book = book;
        this.jobs = jobs;
    }

    @Override
    public Reply answer(HuaweiCall call) {
        call.pause().run();
        Fields.Objection objection = new Fields.Objection();
        Fields body = Fields.of(call.body(), objection);
        boolean withVolumes = body.flag("delete_volume");
        Boolean withPublicIp = body.has("delete_publicip") ? body.flag("delete_publicip") : null;
        List<String> ids =
                body.objects("servers").stream().map(server -> server.text("id")).toList();
        if (ids.isEmpty() || ids.size() > MOST) {
            body.object("servers", "must have 1 to " + MOST + " entries");
        }
        if (objection.text() != null) {
            return Errors.invalid(objection.text());
        }
        return world.with(market -> {
            List<String> distinct = List.copyOf(new LinkedHashSet<>(ids));
            for (String id : distinct) {
                Refusal refusal = refusal(market, call, id, distinct.size());
                if (refusal != null) {
                    return refusal;
                }
            }
            for (String id : distinct) {
                if (market.terminateRefusal(call.owner(), id) == null) {
                    market.terminate(call.owner(), id);
                    book.delete(id, withVolumes, withPublicIp);
                }
            }
            return Reply.ok(Reply.object().put("job_id", jobs.beginDelete(call, distinct)));
        });
    }

    private static @Nullable Refusal refusal(
            SpotMarket market, HuaweiCall call, String id, int among) {
        Instance instance = market.find(id);
        boolean known =
                instance != null
                        && instance.owner().equals(call.owner())
                        && call.regions().contains(instance.pool().region())
                        && instance.state() != InstanceState.LAUNCH_FAILED;
        if (instance == null || !known) {
            return among == 1
                    ? Errors.noServer(id)
                    : Errors.of("Ecs.0614", "The server " + id + " does not exist.");
        }
        if (instance.reclaimAt() != null) {
            // The guide of spot servers: while one is being reclaimed it must not be deleted.
            return Errors.of("Ecs.0100", "The server " + id + " is being reclaimed.");
        }
        return instance.state() == InstanceState.PENDING
                ? Errors.of("Ecs.0100", "The server " + id + " is still being created.")
                : null;
    }
}
