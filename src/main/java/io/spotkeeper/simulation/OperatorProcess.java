package io.spotkeeper.simulation;

import io.spotkeeper.cloud.TimeSource;
import io.spotkeeper.keeper.Timing;
import java.time.Duration;
import java.util.SplittableRandom;

/**
 * One operator process: production's keeper and books, driven as the operator's shell drives them.
 * When it ends, its memory is lost; another run begins a while later with nothing.
 */
public final class OperatorProcess {
    private static final Duration RESTART = Duration.ofSeconds(5);

    private final String name;
    private final World world;
    private final TimeSource clock;
    private final Duration skew;
    private final SplittableRandom random;
    private Life life;
    private Shell shell;
    private boolean retired;

    /**
     * A process that runs from now on.
     *
     * @param name how it is called in traces
     * @param skew how far its wall clock is ahead, at most 30 s either way
     */
    OperatorProcess(String name, World world, Duration skew, long seed) {
        this.name = name;
        this.world = world;
        this.skew = skew;
        this.clock = new ProcessClock(world.timeline(), skew);
        this.random = new SplittableRandom(seed);
        this.life = newLife();
        this.shell = newShell(life);
        shell.begin(0);
    }

    private Life newLife() {
        return new Life(this, world.timeline(), world.mischief(), world.trace());
    }

    private Shell newShell(Life of) {
        return new Shell(this, world, of, clock, random);
    }

    /** Its name. */
    public String name() {
        return name;
    }

    /** The periods that it keeps to. */
    public Timing timing() {
        return world.timing();
    }

    // ---- its end ----

    /** It ends now, and starts again a while later. */
    public void crash() {
        crashIntoThePast(0);
    }

    /** It ends now, and the next start shows it objects as they were some changes ago. */
    public void crashIntoThePast(int changes) {
        world.trace().note(name, "ends");
        end();
        world.timeline().after(RESTART, () -> restart(changes));
    }

    private void end() {
        life.end();
        shell.end();
    }

    /** It ends now, and for good: it has noticed that it does not lead any more. */
    public void retire() {
        world.trace().note(name, "retires");
        retired = true;
        end();
    }

    private void restart(int behind) {
        if (!life.over() || retired) {
            return;
        }
        world.trace().note(name, "starts");
        life = newLife();
        shell = newShell(life);
        shell.begin(behind);
    }

    // ---- what befalls it ----

    /** From now on, what it sees of the objects is this much behind. */
    public void lag(Duration lag) {
        shell.informer().lag(lag);
    }

    /** It misses every change for this long. */
    public void miss(Duration duration) {
        shell.informer().miss(duration);
    }

    /** The account's key is rotated. */
    public void rotateKey() {
        shell.use(connection(life));
    }

    // ---- what its parts ask and tell ----

    /** A new way to the cloud. */
    MarketConnection connection(Life of) {
        return new MarketConnection(world.cloud(), of, skew);
    }

    void calls(Call call) {
        world.observer().called(this, call);
    }

    /** Half of what a call takes, there or back. */
    Duration latency(Call call) {
        long micros = call.toCloud() ? 60_000 : 5_000;
        return Duration.ofNanos(1_000 * (micros / 2 + random.nextLong(micros)));
    }
}
