package io.spotkeeper.emulator.huawei;

import com.fasterxml.jackson.databind.JsonNode;
import io.spotkeeper.emulator.huawei.GroupPlan.Option;
import io.spotkeeper.emulator.huawei.GroupPlan.Purchase;
import io.spotkeeper.emulator.huawei.GroupSpec.OverrideSpec;
import io.spotkeeper.emulator.huawei.LaunchGroup.Member;
import io.spotkeeper.emulator.huawei.LaunchGroup.TaskState;
import io.spotkeeper.emulator.market.Bid;
import io.spotkeeper.emulator.market.CapacityPool;
import io.spotkeeper.emulator.market.Instance;
import io.spotkeeper.emulator.market.Market;
import io.spotkeeper.emulator.market.Quote;
import io.spotkeeper.emulator.market.SpotMarket;
import io.spotkeeper.emulator.world.Account;
import io.spotkeeper.emulator.world.HuaweiDomain;
import io.spotkeeper.emulator.world.Site;
import io.spotkeeper.emulator.world.World;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * All auto launch groups, and the service that keeps them at their capacity: it looks at each of
 * them once an interval of the world's clock. To be used under the world's lock.
 */
final class GroupBook {
    private static final BigDecimal PRICE_UNIT = new BigDecimal(10_000);
    private static final List<Market> STABLE_FIRST = List.of(Market.ON_DEMAND, Market.SPOT);

    private final World world;
    private final ServerBook servers;
    private final Launches launches;
    private final TemplateBook templates;
    private final Map<String, LaunchGroup> groups = new LinkedHashMap<>();

    GroupBook(World world, ServerBook servers, TemplateBook templates) {
        this.world = world;
        this.servers = servers;
        this.templates = templates;
        this.launches = new Launches(world, servers);
        world.every(world.scenario().huawei().rules().groupInterval(), this::look);
        world.onReset(groups::clear);
    }

    /** An owner's groups, newest first. */
    List<LaunchGroup> of(String owner) {
        return new ArrayList<>(groups.values())
                .reversed().stream().filter(group -> group.owner().equals(owner)).toList();
    }

    @Nullable LaunchGroup find(String owner, String id) {
        LaunchGroup group = groups.get(id);
        return group != null && group.owner().equals(owner) ? group : null;
    }

    LaunchGroup add(String owner, GroupSpec spec, Instant now) {
        LaunchGroup group = new LaunchGroup(UUID.randomUUID().toString(), owner, now, spec);
        groups.put(group.id(), group);
        return group;
    }

    private void look(SpotMarket market) {
        for (LaunchGroup group : List.copyOf(groups.values())) {
            group.observe(market);
            switch (group.status()) {
                case SUBMITTED, ACTIVE -> act(market, group);
                case DELETING -> end(market, group);
            }
        }
    }

    private void act(SpotMarket market, LaunchGroup group) {
        GroupSpec spec = group.spec();
        Instant now = market.now();
        if (spec.validSince() != null && now.isBefore(spec.validSince())) {
            return;
        }
        group.activate();
        if (spec.validUntil() != null && !now.isBefore(spec.validUntil())) {
            if (spec.terminatesOnExpiry()) {
                group.members().forEach(member -> terminate(market, group, member));
            }
            return;
        }
        STABLE_FIRST.forEach(part -> shrink(market, group, part));
        boolean isBuying = !(spec.once() && group.hasBought());
        int before = group.members().size();
        if (isBuying && !group.isFulfilled()) {
            STABLE_FIRST.forEach(part -> grow(market, group, part));
        }
        group.bought();
        report(group, isBuying && group.members().size() > before);
    }

    private static void report(LaunchGroup group, boolean hasProgress) {
        if (group.isFulfilled()) {
            group.report(TaskState.FULFILLED);
        } else {
            group.report(hasProgress ? TaskState.HANDLING : TaskState.ERROR);
        }
    }

    /**
     * Gives up what a part has too much, dearest first: an instance goes only if the part still has
     * its target without it, or weights that do not divide the target would make the group buy and
     * give up for ever.
     */
    private void shrink(SpotMarket market, LaunchGroup group, Market part) {
        int surplus = group.capacity(part) - group.target(part);
        List<Member> dearest =
                group.members().stream()
                        .filter(member -> member.market() == part)
                        .sorted(
                                Comparator.comparingDouble(
                                        member -> -(double) member.price() / member.weight()))
                        .toList();
        for (Member member : dearest) {
            if (member.weight() <= surplus && giveUp(market, group, member)) {
                surplus -= member.weight();
            }
        }
    }

    /** Whether the instance left the group; without its termination it runs on, and is paid for. */
    private boolean giveUp(SpotMarket market, LaunchGroup group, Member member) {
        if (group.spec().terminatesExcess()) {
            return terminate(market, group, member);
        }
        group.remove(member.id());
        return true;
    }

    /** Ends an instance if it can be ended now: not while it is made, nor while it is reclaimed. */
    private boolean terminate(SpotMarket market, LaunchGroup group, Member member) {
        Instance instance = market.find(member.id());
        boolean can =
                instance != null
                        && instance.reclaimAt() == null
                        && market.terminateRefusal(group.owner(), member.id()) == null;
        if (can) {
            market.terminate(group.owner(), member.id());
            servers.delete(member.id(), false, null);
            group.remove(member.id());
        }
        return can;
    }

    private void end(SpotMarket market, LaunchGroup group) {
        if (group.endsMembers()) {
            group.members().forEach(member -> terminate(market, group, member));
        }
        if (group.members().isEmpty()) {
            groups.remove(group.id());
        }
    }

    private void grow(SpotMarket market, LaunchGroup group, Market part) {
        int missing = group.target(part) - group.capacity(part);
        if (missing <= 0) {
            return;
        }
        List<Option> options = options(market, group, part);
        for (Purchase purchase :
                GroupPlan.cover(group.spec(), options, missing, group.capacityByZone())) {
            buy(market, group, part, purchase);
        }
    }

    /** What can be bought now at a price that the group would pay. */
    private List<Option> options(SpotMarket market, LaunchGroup group, Market part) {
        List<Option> options = new ArrayList<>();
        for (OverrideSpec override : group.spec().region().overrides()) {
            Quote quote = market.quote(pool(group, override, part));
            BigDecimal price = quote == null ? null : quote.prices().get(currency(group));
            BigDecimal bid = part == Market.SPOT ? group.spec().bid(override) : null;
            boolean isAffordable = bid == null || (price != null && bid.compareTo(price) >= 0);
            if (quote != null && price != null && isAffordable && quote.available() > 0) {
                options.add(
                        new Option(
                                override,
                                price.multiply(PRICE_UNIT).longValue(),
                                quote.available(),
                                market.type(override.flavor()).cpu()));
            }
        }
        return options;
    }

    private static CapacityPool pool(LaunchGroup group, OverrideSpec override, Market part) {
        return new CapacityPool(
                group.spec().region().id(), override.zone(), override.flavor(), part);
    }

    private String currency(LaunchGroup group) {
        return world.accounts().stream()
                .filter(account -> account.uin().equals(group.owner()))
                .map(account -> account.site().currency())
                .findFirst()
                .orElse(Site.CHINA.currency());
    }

    private void buy(SpotMarket market, LaunchGroup group, Market part, Purchase purchase) {
        GroupSpec.RegionSpec region = group.spec().region();
        OverrideSpec override = purchase.option().override();
        JsonNode data =
                templates.data(
                        group.owner(),
                        region.templateId(),
                        GroupReader.version(region.templateVersion()));
        if (data == null) {
            return; // the template was deleted, so that nothing can be bought
        }
        BigDecimal bid = part == Market.SPOT ? group.spec().bid(override) : null;
        ServerOrder order =
                new ServerOrder(
                        pool(group, override, part),
                        purchase.count(),
                        new Bid(currency(group), bid),
                        data.path("name").asText(group.spec().name()),
                        TemplateBook.tags(data),
                        TemplateBook.request(data));
        String seed = group.id() + "/" + market.now() + "/" + order.pool();
        List<Instance> launched =
                launches.launch(launches.order(group.owner(), project(group), seed, order, 1));
        for (Instance instance : launched) {
            group.add(
                    new Member(
                            instance.id(),
                            part,
                            override.zone(),
                            override.weight(),
                            purchase.option().price()));
        }
    }

    /** The project in which the group's servers show. */
    private String project(LaunchGroup group) {
        return world.accounts().stream()
                .filter(account -> account.uin().equals(group.owner()))
                .map(Account::huawei)
                .filter(Objects::nonNull)
                .flatMap(domain -> domain.projects().stream())
                .filter(project -> project.regions().contains(group.spec().region().id()))
                .map(HuaweiDomain.Project::id)
                .findFirst()
                .orElse("");
    }
}
