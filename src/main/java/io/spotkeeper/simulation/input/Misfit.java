package io.spotkeeper.simulation.input;

/** Something in a text that is not as it has to be; caught where the reading of the text began. */
public final class Misfit extends RuntimeException {
    private static final long serialVersionUID = 1;

    /**
     * What is wrong.
     *
     * @param file what the text is called
     * @param line line, from 1
     * @param column column, from 1
     * @param expected what was expected there
     */
    public Misfit(String file, int line, int column, String expected) {
        super("%s: line %d, column %d: %s".formatted(file, line, column, expected));
    }
}
