package io.spotkeeper.simulation;

import java.time.Duration;

/** One thing that goes wrong in a run, written down so that it can go wrong again. */
sealed interface Trouble {
    /**
     * A call goes wrong.
     *
     * @param index number of the call among all calls of the run, from 0
     * @param call what it does
     * @param mishap what befalls it
     * @param delay how long that lasts; zero when it takes no time
     */
    record Blow(int index, Call call, Mishap mishap, Duration delay) implements Trouble {}

    /**
     * The world does something.
     *
     * @param at when, from the start
     * @param kind what
     * @param number 0 to 4: how much of it, or to which process
     */
    record Incident(Duration at, Disturbance kind, int number) implements Trouble {}
}
