package io.spotkeeper.emulator.world;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spotkeeper.emulator.market.CapacityPool;
import io.spotkeeper.emulator.market.Dynamics;
import io.spotkeeper.emulator.market.InstanceType;
import io.spotkeeper.emulator.market.Lags;
import io.spotkeeper.emulator.market.Market;
import io.spotkeeper.emulator.market.MarketPlan;
import io.spotkeeper.emulator.market.PoolTerms;
import io.spotkeeper.emulator.market.Quota;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A whole world as written in a scenario file; see {@code docs/emulator.md} for the format.
 *
 * @param accounts keys that work at the start
 * @param images ids of the images that exist
 * @param subnets subnets that exist; if there are none, every well-formed id is accepted
 * @param launchTemplates templates that every account has
 * @param instanceTypes all sizes
 * @param regions regions with their zones and pools
 * @param quota what each owner may hold
 * @param lags how long things take
 * @param dynamics how the market moves by itself
 * @param tencent what Tencent's documentation leaves open
 * @param huawei what Huawei Cloud sells, and how; the sections before are Tencent's
 */
public record Scenario(
        List<Account> accounts,
        List<String> images,
        List<Subnet> subnets,
        List<LaunchTemplate> launchTemplates,
        List<InstanceType> instanceTypes,
        List<Region> regions,
        Quota quota,
        Lags lags,
        Dynamics dynamics,
        TencentRules tencent,
        HuaweiWorld huawei) {
    public Scenario {
        accounts = List.copyOf(accounts);
        images = List.copyOf(images);
        subnets = List.copyOf(subnets);
        launchTemplates = List.copyOf(launchTemplates);
        instanceTypes = List.copyOf(instanceTypes);
        regions = List.copyOf(regions);
    }

    /**
     * A region.
     *
     * @param name for example {@code ap-guangzhou}
     * @param displayName what the console calls it
     * @param zones its zones
     */
    public record Region(String name, String displayName, List<Zone> zones) {
        public Region {
            zones = List.copyOf(zones);
        }
    }

    /**
     * A zone and what it sells.
     *
     * @param name for example {@code ap-guangzhou-3}, unique over all regions
     * @param id its number
     * @param displayName what the console calls it
     * @param spot spot pools by instance type
     * @param onDemand on-demand pools by instance type
     */
    public record Zone(
            String name,
            String id,
            String displayName,
            Map<String, Terms> spot,
            Map<String, Terms> onDemand) {
        Map<String, Terms> pools(Market market) {
            return switch (market) {
                case SPOT -> spot;
                case ON_DEMAND -> onDemand;
            };
        }
    }

    /**
     * What a pool starts with.
     *
     * @param cny price of an instance-hour in yuan
     * @param usd price of an instance-hour in US dollars
     * @param stock instances that can be launched
     * @param held whether the price stays as it is until somebody changes it
     */
    public record Terms(
            @JsonProperty("CNY") BigDecimal cny,
            @JsonProperty("USD") BigDecimal usd,
            @JsonProperty("stock") int stock,
            @JsonProperty("held") boolean held) {}

    /**
     * A subnet.
     *
     * @param id for example {@code subnet-1a2b3c4d}
     * @param vpcId the network that it belongs to
     * @param zone the zone that it lies in
     */
    public record Subnet(String id, String vpcId, String zone) {}

    /**
     * A launch template. It is kept in the region that the zone of its first version lies in.
     *
     * @param id for example {@code lt-b8v1kcyq}
     * @param name its name
     * @param versions contents of version 1, 2, …, each as the structure LaunchTemplateVersionData
     *     of the API
     */
    public record LaunchTemplate(String id, String name, List<ObjectNode> versions) {
        private static final Pattern ID = Pattern.compile("lt-[0-9a-z]{1,32}");

        public LaunchTemplate {
            versions = List.copyOf(versions);
            if (!ID.matcher(Objects.toString(id)).matches()) {
                throw new IllegalArgumentException(
                        "the id of a launch template is lt- and small letters or digits, not "
                                + id);
            }
            if (Objects.toString(name, "").isEmpty()) {
                throw new IllegalArgumentException("a launch template needs a name");
            }
            if (versions.isEmpty()) {
                throw new IllegalArgumentException("a launch template needs a version");
            }
        }
    }

    /** Whether some region of either vendor has this zone. */
    public boolean hasZone(String zone) {
        return regionOfZone(zone) != null || huawei.regionOfZone(zone) != null;
    }

    /** The region of a name; null if there is none. */
    public @Nullable Region region(String name) {
        return regions.stream().filter(r -> r.name().equals(name)).findFirst().orElse(null);
    }

    /** The region that a zone lies in; null if there is no such zone. */
    public @Nullable Region regionOfZone(String zone) {
        return regions.stream()
                .filter(region -> region.zones().stream().anyMatch(z -> z.name().equals(zone)))
                .findFirst()
                .orElse(null);
    }

    /** What a market is built from. Huawei's part comes last, so that it changes no randomness. */
    MarketPlan marketPlan() {
        List<InstanceType> types = new ArrayList<>(instanceTypes);
        types.addAll(huawei.flavors());
        List<PoolTerms> pools = new ArrayList<>();
        forEachPool((pool, terms) -> pools.add(terms(pool, terms)));
        return new MarketPlan(types, pools, dynamics, lags, quota);
    }

    /** Visits all pools of both vendors. */
    void forEachPool(BiConsumer<CapacityPool, Terms> visitor) {
        List<Region> all = new ArrayList<>(regions);
        all.addAll(huawei.regions());
        for (Region region : all) {
            for (Zone zone : region.zones()) {
                for (Market market : Market.values()) {
                    zone.pools(market)
                            .forEach((type, terms) ->
                                    visitor.accept(
                                            new CapacityPool(
                                                    region.name(), zone.name(), type, market),
                                            terms));
                }
            }
        }
    }

    private static PoolTerms terms(CapacityPool pool, Terms terms) {
        return new PoolTerms(
                pool,
                Map.of(
                        Site.CHINA.currency(), terms.cny(),
                        Site.INTERNATIONAL.currency(), terms.usd()),
                terms.stock());
    }
}
