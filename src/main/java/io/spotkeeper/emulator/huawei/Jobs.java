package io.spotkeeper.emulator.huawei;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spotkeeper.emulator.market.Instance;
import io.spotkeeper.emulator.market.InstanceState;
import io.spotkeeper.emulator.market.SpotMarket;
import io.spotkeeper.emulator.world.World;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Asynchronous jobs; whether a server was made is said in the sub-jobs alone. */
final class Jobs {
    private static final String CREATE = "createServer";
    private static final String DELETE = "deleteServer";

    private final World world;
    private final Map<String, Job> jobs = new LinkedHashMap<>();
    private final Set<String> open = new HashSet<>();

    Jobs(World world) {
        this.world = world;
        world.onReset(() -> {
            jobs.clear();
            open.clear();
        });
    }

    private enum Status {
        RUNNING,
        SUCCESS,
        FAIL
    }

    /** A part of a job that is about one server. */
    private static final class Part {
        private final String id = UUID.randomUUID().toString().replace("-", "");
        private final String serverId;
        private Status status = Status.RUNNING;
        private @Nullable Instant ended;
        private @Nullable String errorCode;
        private @Nullable String failReason;

        private Part(String serverId) {
            this.serverId = serverId;
        }

        private void end(Instant at) {
            status = Status.SUCCESS;
            ended = at;
        }

        private void fail(Instant at, String code, String reason) {
            status = Status.FAIL;
            ended = at;
            errorCode = code;
            failReason = reason;
        }
    }

    private record Job(
            String id,
            String type,
            String owner,
            String projectId,
            Instant begun,
            List<Part> parts) {
        boolean isRunning() {
            return parts.stream().anyMatch(part -> part.status == Status.RUNNING);
        }
    }

    /**
     * Begins a create job.
     *
     * @param made ids of servers that are being made
     * @param failed ids of servers for which there was no capacity
     * @return the job's id
     */
    String beginCreate(HuaweiCall call, List<String> made, List<String> failed) {
        return world.with(market -> {
            List<Part> parts = new ArrayList<>();
            made.forEach(id -> parts.add(new Part(id)));
            for (String id : failed) {
                Part part = new Part(id);
                part.fail(market.now(), "Ecs.0319", "Insufficient resources for the flavor.");
                parts.add(part);
            }
            return begin(call, CREATE, parts, market.now());
        });
    }

    /** Begins a delete job; returns its id. */
    String beginDelete(HuaweiCall call, List<String> ids) {
        return world.with(
                market -> begin(call, DELETE, ids.stream().map(Part::new).toList(), market.now()));
    }

    private String begin(HuaweiCall call, String type, List<Part> parts, Instant now) {
        String id = UUID.randomUUID().toString().replace("-", "");
        Job job = new Job(id, type, call.owner(), call.path("project_id"), now, parts);
        jobs.put(id, job);
        open.add(id);
        return id;
    }

    /** Writes down how the parts of open jobs ended. */
    void observe(SpotMarket market) {
        for (String id : List.copyOf(open)) {
            Job job = jobs.get(id);
            if (job != null) {
                job.parts().forEach(part -> observe(market, job, part));
                if (!job.isRunning()) {
                    open.remove(id);
                }
            }
        }
    }

    private static void observe(SpotMarket market, Job job, Part part) {
        Instance instance = market.find(part.serverId);
        if (part.status != Status.RUNNING) {
            return;
        }
        if (instance == null) {
            part.end(market.now());
        } else if (job.type().equals(CREATE) && instance.state() != InstanceState.PENDING) {
            if (instance.state() == InstanceState.LAUNCH_FAILED) {
                part.fail(instance.stateSince(), "Ecs.0201", "Failed to create the server.");
            } else {
                part.end(instance.stateSince());
            }
        }
    }

    Reply show(HuaweiCall call) {
        call.pause().run();
        return world.with(market -> {
            observe(market);
            Job job = jobs.get(call.path("job_id"));
            boolean known =
                    job != null
                            && job.owner().equals(call.owner())
                            && job.projectId().equals(call.path("project_id"));
            return job != null && known
                    ? Reply.ok(view(job))
                    : Errors.of("Common.0011", "The job ID is invalid.");
        });
    }

    private static ObjectNode view(Job job) {
        List<Part> failed =
                job.parts().stream().filter(part -> part.status == Status.FAIL).toList();
        Status status =
                job.isRunning() ? Status.RUNNING : failed.isEmpty() ? Status.SUCCESS : Status.FAIL;
        ObjectNode view =
                Reply.object()
                        .put("status", status.name())
                        .put("job_id", job.id())
                        .put("job_type", job.type())
                        .put("begin_time", job.begun().toString());
        if (status != Status.RUNNING) {
            job.parts().stream()
                    .map(part -> part.ended)
                    .filter(end -> end != null)
                    .max(Instant::compareTo)
                    .ifPresent(end -> view.put("end_time", end.toString()));
        }
        if (status == Status.FAIL) {
            boolean alone = job.parts().size() == 1;
            view.put("error_code", alone ? failed.getFirst().errorCode : "Ecs.0611");
            view.put(
                    "fail_reason",
                    alone
                            ? failed.getFirst().failReason
                            : "%d of %d servers failed."
                                    .formatted(failed.size(), job.parts().size()));
        }
        ObjectNode entities = view.putObject("entities");
        entities.put("sub_jobs_total", job.parts().size());
        ArrayNode parts = entities.putArray("sub_jobs");
        String type = job.type().equals(CREATE) ? "createSingleServer" : "deleteSingleServer";
        job.parts().forEach(part -> parts.add(view(part, type, job.begun())));
        return view;
    }

    private static ObjectNode view(Part part, String type, Instant begun) {
        ObjectNode view =
                Reply.object()
                        .put("status", part.status.name())
                        .put("job_id", part.id)
                        .put("job_type", type)
                        .put("begin_time", begun.toString());
        if (part.ended != null) {
            view.put("end_time", part.ended.toString());
        }
        ObjectNode entities = view.putObject("entities");
        entities.put("server_id", part.serverId);
        if (part.status == Status.FAIL) {
            view.put("error_code", part.errorCode).put("fail_reason", part.failReason);
            entities.put("errorcode_message", part.failReason);
        }
        return view;
    }
}
