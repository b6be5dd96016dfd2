package io.spotkeeper.cloud.huawei;

import com.huaweicloud.sdk.ecs.v2.model.ShowJobRequest;
import com.huaweicloud.sdk.ecs.v2.model.ShowJobResponse;
import com.huaweicloud.sdk.ecs.v2.model.SubJob;
import io.spotkeeper.cloud.Answer;
import io.spotkeeper.cloud.CloudFailure;
import io.spotkeeper.cloud.Fault;
import io.spotkeeper.cloud.LaunchRequest;
import io.spotkeeper.cloud.Operation;
import io.spotkeeper.cloud.TimeSource;
import io.spotkeeper.fleet.Instance;
import io.spotkeeper.fleet.InstanceState;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The jobs that make servers. A create call only names them: whether each came to be, and why not,
 * stands in the job, and a server that could not be made is not listed as failed but not at all. So
 * the jobs of this process's own launches are asked while their servers are missing, and what
 * failed is shown like a failed instance for a while.
 *
 * <p>This lives in memory only. After a restart the same is found out more slowly: the ledger keeps
 * the job's id, and asks for what is missing by id.
 */
final class CreateJobs {
    /** Jobs asked about in one round; the others wait for the next. */
    private static final int ASKED = 20;

    /** How long a failed server is shown, and how long a job is asked after at all. */
    private static final Duration REMEMBERED = Duration.ofMinutes(30);

    private final Sdk sdk;
    private final TimeSource time;
    private final ReentrantLock lock = new ReentrantLock();
    private final SequencedMap<String, Job> jobs = new LinkedHashMap<>();

    CreateJobs(Sdk sdk, TimeSource time) {
        this.sdk = sdk;
        this.time = time;
    }

    /**
     * One launch.
     *
     * @param missing servers that were neither seen nor found failed yet
     * @param failed servers that could not be made, with the reason
     */
    private record Job(
            String id,
            LaunchRequest request,
            Instant sentAt,
            long sentNanos,
            Set<String> missing,
            Map<String, String> failed) {}

    /** Remembers a launch that the cloud took. */
    void began(LaunchRequest request, String jobId, List<String> ids) {
        lock.lock();
        try {
            jobs.put(
                    jobId,
                    new Job(
                            jobId,
                            request,
                            time.now(),
                            time.monotonicNanos(),
                            Set.copyOf(ids),
                            Map.of()));
        } finally {
            lock.unlock();
        }
    }

    /**
     * Servers of this region that could not be made, as failed instances.
     *
     * @param seen ids that a listing showed, which began before this call
     */
    List<Instance> failed(Place place, Set<String> seen) {
        for (Job job : due(place.region(), seen)) {
            if (show(place, job.id()) instanceof Answer.Given<ShowJobResponse>(var answer)) {
                learn(job.id(), answer);
            }
        }
        return remembered(place.region(), seen);
    }

    /** The same without asking: failed servers among these ids. */
    List<Instance> knownFailed(Place place, Collection<String> ids) {
        return remembered(place.region(), Set.of()).stream()
                .filter(instance -> ids.contains(instance.id()))
                .toList();
    }

    private List<Job> due(String region, Set<String> seen) {
        lock.lock();
        try {
            long now = time.monotonicNanos();
            jobs.values().removeIf(job -> now - job.sentNanos() > REMEMBERED.toNanos());
            jobs.replaceAll((_, job) -> without(job, seen));
            jobs.values().removeIf(job -> job.missing().isEmpty() && job.failed().isEmpty());
            List<Job> waiting =
                    jobs.values().stream()
                            .filter(job -> job.request().pool().region().equals(region))
                            .filter(job -> !job.missing().isEmpty())
                            .limit(ASKED)
                            .toList();
            // Those asked now come last the next time.
            waiting.forEach(job -> jobs.putLast(job.id(), jobs.remove(job.id())));
            return waiting;
        } finally {
            lock.unlock();
        }
    }

    private static Job without(Job job, Set<String> seen) {
        Set<String> missing = new HashSet<>(job.missing());
        return missing.removeAll(seen) ? with(job, missing, job.failed()) : job;
    }

    private static Job with(Job job, Set<String> missing, Map<String, String> failed) {
        return new Job(
                job.id(),
                job.request(),
                job.sentAt(),
                job.sentNanos(),
                Set.copyOf(missing),
                Map.copyOf(failed));
    }

    /** Sub-jobs of a server end one by one: what failed is told while others are being made. */
    private void learn(String jobId, ShowJobResponse answer) {
        Map<String, String> reasons = new HashMap<>();
        Set<String> made = new HashSet<>();
        Set<String> underWay = new HashSet<>();
        for (SubJob sub : subJobs(answer)) {
            String server = sub.getEntities() == null ? null : sub.getEntities().getServerId();
            if (server != null && SubJob.StatusEnum.FAIL.equals(sub.getStatus())) {
                reasons.put(
                        server,
                        reason(
                                sub.getErrorCode(),
                                sub.getFailReason() != null
                                        ? sub.getFailReason()
                                        : sub.getEntities().getErrorcodeMessage()));
            } else if (server != null && SubJob.StatusEnum.SUCCESS.equals(sub.getStatus())) {
                made.add(server);
            } else if (server != null) {
                underWay.add(server);
            }
        }
        lock.lock();
        try {
            Job job = jobs.get(jobId);
            if (job == null) {
                return;
            }
            Set<String> missing = new HashSet<>(job.missing());
            missing.removeAll(made);
            if (ShowJobResponse.StatusEnum.FAIL.equals(answer.getStatus())) {
                // A server that never came to a sub-job of its own.
                String reason = reason(answer.getErrorCode(), answer.getFailReason());
                missing.stream()
                        .filter(id -> !underWay.contains(id))
                        .forEach(id -> reasons.putIfAbsent(id, reason));
            }
            Map<String, String> failed = new HashMap<>(job.failed());
            missing.stream()
                    .filter(reasons::containsKey)
                    .forEach(id -> failed.put(id, reasons.get(id)));
            missing.removeAll(failed.keySet());
            jobs.put(jobId, with(job, missing, failed));
        } finally {
            lock.unlock();
        }
    }

    private static List<SubJob> subJobs(ShowJobResponse answer) {
        return answer.getEntities() == null || answer.getEntities().getSubJobs() == null
                ? List.of()
                : answer.getEntities().getSubJobs();
    }

    private String reason(@Nullable String code, @Nullable String text) {
        CloudFailure failure = sdk.failure(code == null ? "Unknown" : code, text);
        return failure.message() + " (" + failure.code() + ")";
    }

    private List<Instance> remembered(String region, Set<String> seen) {
        lock.lock();
        try {
            return jobs.values().stream()
                    .filter(job -> job.request().pool().region().equals(region))
                    .flatMap(job ->
                            job.failed().entrySet().stream()
                                    .filter(failed -> !seen.contains(failed.getKey()))
                                    .map(failed ->
                                            instance(job, failed.getKey(), failed.getValue())))
                    .toList();
        } finally {
            lock.unlock();
        }
    }

    private static Instance instance(Job job, String id, String reason) {
        return new Instance(
                id,
                job.request().pool(),
                InstanceState.FAILED,
                job.request().tags(),
                job.sentAt(),
                null,
                null,
                false,
                reason);
    }

    /** Whether a job is still at work; one that the cloud does not know any more is not. */
    Operation operation(Place place, String jobId) {
        return switch (show(place, jobId)) {
            case Answer.Given<ShowJobResponse>(ShowJobResponse job) ->
                    ShowJobResponse.StatusEnum.SUCCESS.equals(job.getStatus())
                                    || ShowJobResponse.StatusEnum.FAIL.equals(job.getStatus())
                            ? new Operation.Ended()
                            : new Operation.UnderWay();
            case Answer.Missing<ShowJobResponse>(Fault fault) ->
                    fault.failure() instanceof CloudFailure.Gone
                            ? new Operation.Ended()
                            : new Operation.Failed(fault.failure());
        };
    }

    private Answer<ShowJobResponse> show(Place place, String jobId) {
        return sdk.read(
                "ShowJob", () -> place.reads().showJob(new ShowJobRequest().withJobId(jobId)));
    }
}
