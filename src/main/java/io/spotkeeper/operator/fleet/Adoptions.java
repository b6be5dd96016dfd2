package io.spotkeeper.operator.fleet;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.spotkeeper.operator.EventRecorder;
import io.spotkeeper.operator.account.FleetOwners;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * What the objects of all kinds adopt, with what this process learnt of it: a UID that was found
 * gone by a live list never lives again, so it is listed for only until then.
 */
public final class Adoptions {
    private final FleetOwners owners;
    private final EventRecorder events;

    /** By the UID of the adopting object: the UID that was found gone. */
    private final Map<String, String> gone = new ConcurrentHashMap<>();

    /** UIDs of those that were told so: a pass is no reason for another Event. */
    private final Set<String> refused = ConcurrentHashMap.newKeySet();

    /** Adoptions of what none of these owners is. */
    public Adoptions(FleetOwners owners, EventRecorder events) {
        this.owners = owners;
        this.events = events;
    }

    // Not from the caches of the controllers: at the start one kind's is filled before the other's,
    // and an owner of the other kind would not be seen.
    Adoption of(HasMetadata object) {
        String uid = object.getMetadata().getUid();
        String known = gone.get(uid);
        Adoption adoption =
                Adoption.of(
                        object,
                        wanted ->
                                wanted.equals(known)
                                        ? Stream.empty()
                                        : owners.everywhere().stream());
        if (adoption.uid() == null) {
            gone.remove(uid);
        } else {
            gone.put(uid, adoption.uid());
        }
        if (adoption.refused().isEmpty()) {
            refused.remove(uid);
        } else if (refused.add(uid)) {
            events.warning(object, Adoption.REFUSED, adoption.refused().get().message());
        }
        return adoption;
    }

    void forget(String uid) {
        gone.remove(uid);
        refused.remove(uid);
    }
}
