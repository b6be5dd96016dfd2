package io.spotkeeper.emulator.market;

import java.util.random.RandomGenerator;

/** What a pool can still launch: its capacity less what our buyers and all others hold. */
final class Stock {
    private int capacity;
    private int sold;
    private double othersHold;

    Stock(int capacity) {
        this.capacity = capacity;
    }

    int capacity() {
        return capacity;
    }

    int available() {
        return Math.max(0, capacity - sold - (int) Math.round(othersHold));
    }

    void sell(int count) {
        if (count > available()) {
            throw new IllegalStateException("sold " + count + " of " + available());
        }
        sold += count;
    }

    /** An instance was given back: it can be sold again at once. */
    void giveBack() {
        sold--;
    }

    /** An instance was taken back: somebody else has it now, and returns it in time. */
    void takeBack() {
        sold--;
        othersHold++;
    }

    /** Makes exactly this many available now. */
    void set(int available) {
        capacity = sold + available;
        othersHold = 0;
    }

    void step(Dynamics.Demand terms, double hours, RandomGenerator random) {
        double returnHours = terms.returnTime().toMillis() / 3_600_000.0;
        double wanted = terms.share() * capacity;
        othersHold += (wanted - othersHold) * -StrictMath.expm1(-hours / returnHours);
        othersHold += terms.volatility() * capacity * Math.sqrt(hours) * random.nextGaussian();
        othersHold = Math.clamp(othersHold, 0, capacity);
    }
}
