package io.spotkeeper.simulation;

/** A promise that was broken; it ends the run. */
public final class Violation extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String oracle;

    /**
     * Something happened that never may.
     *
     * @param oracle which of I1 to I11 saw it
     * @param what what happened
     */
    public Violation(String oracle, String what) {
        super(oracle + ": " + what);
        this.oracle = oracle;
    }

    /** Which of I1 to I11 saw it. */
    public String oracle() {
        return oracle;
    }
}
