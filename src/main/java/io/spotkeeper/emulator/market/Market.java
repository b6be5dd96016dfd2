package io.spotkeeper.emulator.market;

/** How an instance is sold. */
public enum Market {
    /** Spare capacity at a moving price; the cloud may take it back. */
    SPOT("Spot"),
    /** Capacity at a fixed price that stays until it is given back. */
    ON_DEMAND("OnDemand");

    private final String label;

    Market(String label) {
        this.label = label;
    }

    /** The word used outside: {@code Spot} or {@code OnDemand}. */
    public String label() {
        return label;
    }
}
