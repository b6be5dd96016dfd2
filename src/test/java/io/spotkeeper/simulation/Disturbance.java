package io.spotkeeper.simulation;

import io.spotkeeper.fleet.Ownership;
import io.spotkeeper.simulation.Scenario.Stage;
import java.time.Duration;
import java.util.Map;

/** What the world does to a storm, besides what befalls calls. */
enum Disturbance {
    /** The market takes instances back. */
    RECLAIM {
        @Override
        void happen(Stage s, int number) {
            Stories.reclaim(s, 1 + number);
        }
    },
    /** The owner scales. */
    SCALE {
        @Override
        void happen(Stage s, int number) {
            Stories.target(s, number + 1);
        }
    },
    /** A process ends and starts with nothing. */
    CRASH {
        @Override
        void happen(Stage s, int number) {
            process(s, number).crash();
        }
    },
    /** A process starts from objects as they were. */
    CRASH_INTO_THE_PAST {
        @Override
        void happen(Stage s, int number) {
            process(s, number).crashIntoThePast(1 + number);
        }
    },
    /** A watch loses events. */
    MISS {
        @Override
        void happen(Stage s, int number) {
            process(s, number).miss(Duration.ofSeconds(30L * (number + 1)));
        }
    },
    /** A watch is late. */
    LAG {
        @Override
        void happen(Stage s, int number) {
            process(s, number).lag(Duration.ofSeconds(10L * number));
        }
    },
    /** A pool runs short. */
    STOCK {
        @Override
        void happen(Stage s, int number) {
            Stories.stock(s, number);
        }
    },
    /** Somebody terminates an instance by hand. */
    TERMINATE_BY_HAND {
        @Override
        void happen(Stage s, int number) {
            Stories.live(s, 1).forEach(i -> Stories.byHand(s, i));
        }
    },
    /** Somebody takes our tag off an instance. */
    UNTAG_BY_HAND {
        @Override
        void happen(Stage s, int number) {
            Stories.live(s, 1).forEach(i -> s.run().cloud().release(i.id()));
        }
    },
    /** The owner changes the template. */
    EDIT {
        @Override
        void happen(Stage s, int number) {
            Stories.edit(s, f -> Specs.image(f, "img-" + number));
        }
    },
    /** Somebody empties the status. */
    WIPE {
        @Override
        void happen(Stage s, int number) {
            s.store().overwrite(Stories.NAME, null);
        }
    },
    /** The key of the account is rotated. */
    ROTATE {
        @Override
        void happen(Stage s, int number) {
            process(s, number).rotateKey();
        }
    },
    /** The credentials are refused for a while. */
    LOCK {
        @Override
        void happen(Stage s, int number) {
            s.run().cloud().lock(Duration.ofMinutes(3L * number + 1));
        }
    },
    /** Somebody stops an instance. */
    STOP {
        @Override
        void happen(Stage s, int number) {
            Stories.live(s, 1).forEach(i -> s.run().cloud().market().stop(i.id()));
        }
    },
    /** Somebody else buys in the same account. */
    PLANT {
        @Override
        void happen(Stage s, int number) {
            s.run().cloud().plant(Markets.A, Map.of(Ownership.FLEET, "somebody else's"));
        }
    };

    /**
     * It happens.
     *
     * @param number 0 to 4: how much of it, or to which process
     */
    abstract void happen(Stage s, int number);

    private static OperatorProcess process(Stage s, int number) {
        return s.process(number % s.run().processes().size());
    }
}
