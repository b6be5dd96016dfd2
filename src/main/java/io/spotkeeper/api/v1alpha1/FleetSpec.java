package io.spotkeeper.api.v1alpha1;

/** What the specs of all kinds of fleets have in common. */
public interface FleetSpec {
    /** Account that pays. */
    AccountReference accountRef();
}
