package io.spotkeeper.fleet;

import java.util.List;

/**
 * The planner's answer.
 *
 * @param actions what to do, in order
 * @param explanation why
 */
public record Decision(List<Action> actions, Explanation explanation) {
    public Decision {
        actions = List.copyOf(actions);
    }
}
