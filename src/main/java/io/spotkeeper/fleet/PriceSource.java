package io.spotkeeper.fleet;

/** Where a price comes from. */
public enum PriceSource {
    /** The cloud's published price of this market. */
    MARKET("Market"),
    /** The on-demand price, as an upper bound of an unpublished spot price. */
    ON_DEMAND_BOUND("OnDemandBound"),
    /** The owner's bid, as an upper bound. */
    BID("Bid");

    private final String label;

    PriceSource(String label) {
        this.label = label;
    }

    /** The word used in the status. */
    public String label() {
        return label;
    }
}
