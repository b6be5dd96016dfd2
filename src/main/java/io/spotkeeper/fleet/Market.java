package io.spotkeeper.fleet;

/** How an instance is paid for. */
public enum Market {
    /** Spare capacity at a market price; the cloud may take it back at any time. */
    SPOT("Spot"),
    /** Pay as you go at the list price; the cloud does not take it back. */
    ON_DEMAND("OnDemand");

    private final String label;

    Market(String label) {
        this.label = label;
    }

    /** The word used in resources and status: {@code Spot} or {@code OnDemand}. */
    public String label() {
        return label;
    }

    /**
     * The market with this label.
     *
     * @throws IllegalArgumentException for any other word
     */
    public static Market of(String label) {
        for (Market market : values()) {
            if (market.label.equals(label)) {
                return market;
            }
        }
        throw new IllegalArgumentException("not a market: " + label);
    }
}
