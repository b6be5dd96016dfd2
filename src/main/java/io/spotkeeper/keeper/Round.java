package io.spotkeeper.keeper;

import io.spotkeeper.fleet.Fleet;
import io.spotkeeper.fleet.Instance;
import io.spotkeeper.fleet.LaunchIntent;
import io.spotkeeper.fleet.Ledger;
import io.spotkeeper.fleet.Ownership;
import io.spotkeeper.inventory.Inventory;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The latest complete listings of all regions of one fleet, as one view: it began when the first of
 * them began.
 */
final class Round {
    private final Fleet fleet;
    private final long startedNanos;
    private final Map<String, Instance> byId;
    private final List<Instance> owned;
    private final @Nullable Instance control;

    private Round(
            Fleet fleet,
            long startedNanos,
            Map<String, Instance> byId,
            List<Instance> owned,
            @Nullable Instance control) {
        this.fleet = fleet;
        this.startedNanos = startedNanos;
        this.byId = byId;
        this.owned = owned;
        this.control = control;
    }

    static Round of(Fleet fleet, Ledger ledger, Collection<Inventory> inventories) {
        Map<String, Instance> byId = new HashMap<>();
        // A project that stands for several regions lists its servers in each of them.
        Map<String, Instance> owned = new LinkedHashMap<>();
        Instance control = null;
        long started = Long.MAX_VALUE;
        for (Inventory inventory : inventories) {
            started = Math.min(started, inventory.startedNanos());
            inventory.fleet(fleet.id().uid()).forEach(i -> owned.put(i.id(), i));
            if (fleet.adoptedUid() != null) {
                inventory.fleet(fleet.adoptedUid()).forEach(i -> owned.put(i.id(), i));
            }
            ledger.known().forEach(id -> keep(byId, inventory, id));
            ledger.intents().forEach(i -> i.instanceIds().forEach(id -> keep(byId, inventory, id)));
            ledger.terminations().forEach(f -> keep(byId, inventory, f.instanceId()));
            ledger.releases().forEach(f -> keep(byId, inventory, f.instanceId()));
            for (Instance instance : inventory.instances()) {
                if (instance.state().live()) {
                    control = instance;
                    break;
                }
            }
        }
        byId.putAll(owned);
        return new Round(fleet, started, byId, List.copyOf(owned.values()), control);
    }

    private static void keep(Map<String, Instance> byId, Inventory inventory, String id) {
        inventory.instance(id).ifPresent(instance -> byId.put(id, instance));
    }

    /** When the first of its listings began. */
    long startedNanos() {
        return startedNanos;
    }

    /** The instance with this id, when it was listed. */
    @Nullable Instance instance(String id) {
        return byId.get(id);
    }

    /** Whether it was listed alive. */
    boolean live(String id) {
        Instance instance = byId.get(id);
        return instance != null && instance.state().live();
    }

    /** Whether it was listed alive and with this fleet's tags. */
    boolean member(String id, String cluster) {
        Instance instance = byId.get(id);
        return instance != null && instance.state().live() && ours(instance, cluster);
    }

    /** Every listed instance with this fleet's tag once, dead ones too. */
    List<Instance> owned() {
        return owned;
    }

    /** The listed instances that an intent bought, by their tag; dead ones too. */
    List<Instance> boughtBy(LaunchIntent intent) {
        return owned.stream()
                .filter(i -> Ownership.intentOf(i).filter(intent.id()::equals).isPresent())
                .toList();
    }

    /**
     * Some instance of the account that was listed alive: it proves that a by-id answer can see.
     */
    @Nullable Instance control() {
        return control;
    }

    /** Whether an instance is this fleet's by its tags. */
    boolean ours(Instance instance, String cluster) {
        return Ownership.fleetOf(instance, cluster).filter(fleet::owns).isPresent();
    }

    /** Whether it was listed alive and without our tags; a listing alone does not prove that. */
    boolean stripped(String id, String cluster) {
        Instance instance = byId.get(id);
        return instance != null && instance.state().live() && !ours(instance, cluster);
    }
}
