package io.spotkeeper.operator;

import java.util.concurrent.Callable;

/**
 * The outer wall of a reconciliation. An {@link Error} that reaches JOSDK 5.3.2 leaves the object
 * locked for ever, so it becomes an exception, which is tried again; after an error of the virtual
 * machine itself nothing can be trusted and the process ends.
 */
public final class Guarded {
    private Guarded() {}

    /** Runs a reconciliation behind the wall. */
    public static <T> T run(Callable<T> reconciliation) throws Exception {
        try {
            return reconciliation.call();
        } catch (VirtualMachineError e) {
            Runtime.getRuntime().halt(70);
            throw e;
        } catch (Error e) {
            throw new IllegalStateException("reconciliation failed", e);
        }
    }
}
