package io.spotkeeper.convert;

/** Something in the input that is not as it has to be; caught where its reading began. */
final class Misfit extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Place place;
    private final String expected;

    Misfit(Place place, String expected) {
        super(expected, null, false, false);
        this.place = place;
        this.expected = expected;
    }

    Place place() {
        return place;
    }

    String expected() {
        return expected;
    }
}
