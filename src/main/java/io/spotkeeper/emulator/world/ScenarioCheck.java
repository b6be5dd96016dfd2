package io.spotkeeper.emulator.world;

import io.spotkeeper.emulator.market.InstanceType;
import io.spotkeeper.emulator.market.Market;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

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
    private final Set<String> typeNames = new HashSet<>();
    private final Set<String> placeNames = new HashSet<>();

    private ScenarioCheck(Scenario scenario) {
        this.scenario = scenario;
    }

    static Optional<Objection> firstObjection(Scenario scenario) {
        ScenarioCheck check = new ScenarioCheck(scenario);
        check.accounts();
        check.instanceTypes("/instanceTypes", scenario.instanceTypes());
        check.instanceTypes("/huawei/flavors", scenario.huawei().flavors());
        check.zones("/regions", scenario.regions(), scenario.instanceTypes());
        check.zones("/huawei/regions", scenario.huawei().regions(), scenario.huawei().flavors());
        check.projects();
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

    private void instanceTypes(String at, List<InstanceType> types) {
        for (int i = 0; i < types.size(); i++) {
            String name = types.get(i).name();
            if (!typeNames.add(name)) {
                object(at + "/" + i, "expected each type once, but " + name + " is repeated");
            }
        }
    }

    private void zones(String where, List<Scenario.Region> regions, List<InstanceType> types) {
        for (int r = 0; r < regions.size(); r++) {
            List<Scenario.Zone> zones = regions.get(r).zones();
            if (!placeNames.add(regions.get(r).name())) {
                object(where + "/" + r, "expected each region once");
            }
            for (int z = 0; z < zones.size(); z++) {
                String at = where + "/" + r + "/zones/" + z;
                if (!placeNames.add(zones.get(z).name())) {
                    object(
                            at,
                            "expected each zone once, but " + zones.get(z).name() + " is repeated");
                }
                pools(at + "/spot", zones.get(z), Market.SPOT, types);
                pools(at + "/onDemand", zones.get(z), Market.ON_DEMAND, types);
            }
        }
    }

    private void pools(
            String at, Scenario.Zone zone, Market market, List<InstanceType> instanceTypes) {
        Set<String> types =
                instanceTypes.stream()
                        .map(InstanceType::name)
                        .collect(Collectors.toCollection(TreeSet::new));
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

    /** Every region that a project stands for must be there. */
    private void projects() {
        Set<String> regions =
                scenario.huawei().regions().stream()
                        .map(Scenario.Region::name)
                        .collect(Collectors.toCollection(TreeSet::new));
        for (int i = 0; i < scenario.accounts().size(); i++) {
            HuaweiDomain domain = scenario.accounts().get(i).huawei();
            List<HuaweiDomain.Project> projects = domain == null ? List.of() : domain.projects();
            for (int p = 0; p < projects.size(); p++) {
                if (!regions.containsAll(projects.get(p).regions())) {
                    object(
                            "/accounts/%d/huawei/projects/%d/regions".formatted(i, p),
                            "expected regions of " + regions);
                }
            }
        }
    }

    // YAML's null is no missing field to Jackson.
    private void price(String at, @Nullable BigDecimal price) {
        if (price == null || price.signum() <= 0 || price.stripTrailingZeros().scale() > 4) {
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
