package io.spotkeeper.simulation.oracle;

import java.time.Duration;

/**
 * What a run cost its owner beyond what was asked for.
 *
 * @param leaked time of live instances that no object accounts for, summed over the instances
 * @param overshoot time of instances that were bought too many, for as long as more live than are
 *     wanted, summed over the instances; what a lowered target leaves was not bought too many
 * @param missing time of instances missing from the target, summed over them
 * @param peakOvershoot most instances beyond it at one moment
 */
public record Damage(Duration leaked, Duration overshoot, Duration missing, long peakOvershoot) {
    /** None at all. */
    public static final Damage NONE = new Damage(Duration.ZERO, Duration.ZERO, Duration.ZERO, 0);

    Damage plus(Duration elapsed, long leaking, long over, long below) {
        return new Damage(
                leaked.plus(elapsed.multipliedBy(leaking)),
                overshoot.plus(elapsed.multipliedBy(over)),
                missing.plus(elapsed.multipliedBy(below)),
                Math.max(peakOvershoot, over));
    }
}
