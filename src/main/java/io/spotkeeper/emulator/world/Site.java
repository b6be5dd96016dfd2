package io.spotkeeper.emulator.world;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The two sites of the vendors, with one currency each. */
public enum Site {
    /** Prices in yuan. */
    @JsonProperty("China")
    CHINA("CNY"),
    /** Prices in US dollars. */
    @JsonProperty("International")
    INTERNATIONAL("USD");

    private final String currency;

    Site(String currency) {
        this.currency = currency;
    }

    /** ISO 4217 code of all prices of the site. */
    public String currency() {
        return currency;
    }
}
