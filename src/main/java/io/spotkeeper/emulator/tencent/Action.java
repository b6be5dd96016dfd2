package io.spotkeeper.emulator.tencent;

/** One action of the API. */
@FunctionalInterface
interface Action {
    /**
     * Carries a call out.
     *
     * @param call verified, with parameters of the documented names and types
     */
    Reply answer(ApiCall call);
}
