package io.spotkeeper.operator.cloudgroup;

import java.time.Duration;

/** What follows a look at a group. */
sealed interface Next {
    /** Another look, after this time at the latest. */
    record Again(Duration delay) implements Next {}

    /** Nothing of it is left: its object may go. */
    record LetGo() implements Next {}
}
