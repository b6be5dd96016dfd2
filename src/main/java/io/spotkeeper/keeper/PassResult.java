package io.spotkeeper.keeper;

import io.spotkeeper.fleet.Activity;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the shell has to do after a pass.
 *
 * @param news activities of this pass with all their ids, oldest first, to be told as events
 * @param again when to pass again; absent = only when something changes
 * @param atNextListing pass again as soon as the next listing is in
 * @param listNow a listing is wanted at once rather than at the next interval
 * @param letGo nothing of the fleet is left: the finalizer may be removed
 */
public record PassResult(
        List<Activity> news,
        @Nullable Duration again,
        boolean atNextListing,
        boolean listNow,
        boolean letGo) {
    public PassResult {
        news = List.copyOf(news);
    }

    /** Pass again after this time: the object changed under us, or a step was finished. */
    static PassResult restart(Duration after) {
        return new PassResult(List.of(), after, false, false, false);
    }
}
