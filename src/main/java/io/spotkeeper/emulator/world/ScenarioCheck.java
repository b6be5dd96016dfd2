package io.spotkeeper.emulator.world;

import io.spotkeeper.emulator.market.InstanceType;
import io.spotkeeper.emulator.market.Market;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What a scenario's sections must agree on with each other. */
final class ScenarioCheck {
    /**
     * An objection.
     *
     * @param pointer JSON pointer of the value that is wrong
     * @param expected what was expected there
     */
    record Objection(String pointer, String expected) {}

    private final Scenario scenario;
    private final List<Objection> objections = new ArrayList<>();

    private ScenarioCheck(Scenario scenario) {
        this.scenario = scenario;
    }

    static Optional<Objection> firstObjection(Scenario scenario) {
        ScenarioCheck check = new ScenarioCheck(scenario);
        check.accounts();
        check.instanceTypes();
        check.zones();
        check.subnets();
        return check.objections.stream().findFirst();
    }

    private void accounts() {
        if (scenario.accounts().isEmpty()) {
            object("/accounts", "expected at least one account");
        }
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < scenario.accounts().size(); i++) {
            String id = scenario.accounts().get(i).secretId();
            if (!seen.add(id)) {
                object("/accounts/" + i, "expected each secretId once, but " + id + " is repeated");
            }
        }
    }

    private void instanceTypes() {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < scenario.instanceTypes().size(); i++) {
            String name = scenario.instanceTypes().get(i).name();
            if (!seen.add(name)) {
                object(
                        "/instanceTypes/" + i,
                        "expected each type once, but " + name + " is repeated");
            }
        }
    }

    private void zones() {
        Set<String> names = new HashSet<>();
        for (int r = 0; r < scenario.regions().size(); r++) {
            List<Scenario.Zone> zones = scenario.regions().get(r).zones();
            if (!names.add(scenario.regions().get(r).name())) {
                object("/regions/" + r, "expected each region once");
            }
            for (int z = 0; z < zones.size(); z++) {
                String at = "/regions/" + r + "/zones/" + z;
                if (!names.add(zones.get(z).name())) {
                    object(
                            at,
                            "expected each zone once, but " + zones.get(z).name() + " is repeated");
                }
                pools(at + "/spot", zones.get(z), Market.SPOT);
                pools(at + "/onDemand", zones.get(z), Market.ON_DEMAND);
            }
        }
    }

    private void pools(String at, Scenario.Zone zone, Market market) {
        Set<String> types =
                scenario.instanceTypes().stream()
                        .map(InstanceType::name)
                        .collect(Collectors.toCollection(java.util.TreeSet::new));
        zone.pools(market)
                .forEach((type, terms) -> {
                    String pool = at + "/" + type;
                    if (!types.contains(type)) {
                        object(pool, "expected an instance type of " + types);
                    }
                    price(pool + "/CNY", terms.cny());
                    price(pool + "/USD", terms.usd());
                    if (terms.stock() < 0) {
                        object(pool + "/stock", "expected a stock of 0 or more");
                    }
                });
    }

    private void price(String at, BigDecimal price) {
        if (price.signum() <= 0 || price.stripTrailingZeros().scale() > 4) {
            object(at, "expected a price above 0 with at most 4 decimals, not " + price);
        }
    }

    private void subnets() {
        for (int i = 0; i < scenario.subnets().size(); i++) {
            String zone = scenario.subnets().get(i).zone();
            if (scenario.regionOfZone(zone) == null) {
                object("/subnets/" + i + "/zone", "expected a zone of this scenario, not " + zone);
            }
        }
    }

    private void object(String pointer, String expected) {
        objections.add(new Objection(pointer, expected));
    }
}
