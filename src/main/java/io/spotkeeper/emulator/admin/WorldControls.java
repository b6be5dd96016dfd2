package io.spotkeeper.emulator.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.spotkeeper.emulator.market.CapacityPool;
import io.spotkeeper.emulator.market.Lags;
import io.spotkeeper.emulator.market.Market;
import io.spotkeeper.emulator.world.Account;
import io.spotkeeper.emulator.world.HuaweiDomain;
import io.spotkeeper.emulator.world.Site;
import io.spotkeeper.emulator.world.World;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What can be changed in the world itself. */
final class WorldControls {
    private static final int MAX_COUNT = 1_000_000;
    private static final int MAX_LAG = 86_400_000;
    private static final Duration MAX_JUMP = Duration.ofDays(31);

    private final World world;

    WorldControls(World world) {
        this.world = world;
    }

    AdminReply pools(JsonNode body) {
        AdminInput input =
                new AdminInput(
                        body,
                        "region",
                        "zone",
                        "instanceType",
                        "market",
                        "price",
                        "currency",
                        "floating",
                        "stock");
        CapacityPool pool =
                new CapacityPool(
                        input.text("region"),
                        input.text("zone"),
                        input.text("instanceType"),
                        market(input));
        BigDecimal price = input.optionalPrice("price");
        String currency = currency(input);
        boolean floating = input.flag("floating", false);
        Integer stock = input.optionalWhole("stock", 0, MAX_COUNT);
        if (price != null && floating) {
            input.object("a \"price\" is held, so \"floating\" cannot go with it");
        }
        if (input.objection() == null && world.with(open -> open.quote(pool)) == null) {
            input.object("there is no pool " + pool);
        }
        if (input.objection() != null) {
            return new AdminReply.Bad(input.objection());
        }
        return world.with(open -> {
            if (price != null) {
                open.pinPrice(pool, currency, price);
            }
            if (floating) {
                open.releasePrice(pool);
            }
            if (stock != null) {
                open.setStock(pool, stock);
            }
            return AdminReply.done();
        });
    }

    private static Market market(AdminInput input) {
        String market = input.text("market");
        for (Market known : Market.values()) {
            if (known.label().equals(market)) {
                return known;
            }
        }
        input.object("\"market\" must be Spot or OnDemand");
        return Market.SPOT;
    }

    private static String currency(AdminInput input) {
        String currency = input.optionalText("currency");
        for (Site site : Site.values()) {
            if (currency == null || site.currency().equals(currency)) {
                return site.currency();
            }
        }
        input.object("\"currency\" must be CNY or USD");
        return Site.CHINA.currency();
    }

    AdminReply quotas(JsonNode body) {
        AdminInput input = new AdminInput(body, "account", "zone", "spotVcpus", "instances");
        Account account = account(input, "account");
        String zone = input.optionalText("zone");
        Integer vcpus = input.optionalWhole("spotVcpus", 0, MAX_COUNT);
        Integer instances = input.optionalWhole("instances", 0, MAX_COUNT);
        if (zone != null && !world.scenario().hasZone(zone)) {
            input.object("there is no zone " + zone);
        }
        if (vcpus == null && instances == null) {
            input.object("one of \"spotVcpus\" and \"instances\" must be given");
        }
        if (input.objection() != null || account == null) {
            return new AdminReply.Bad(String.valueOf(input.objection()));
        }
        return world.with(open -> {
            if (vcpus != null && zone != null) {
                open.quotas().setSpotVcpus(account.uin(), zone, vcpus);
            } else if (vcpus != null) {
                open.quotas().setSpotVcpus(account.uin(), vcpus);
            }
            if (instances != null) {
                open.quotas().setInstances(account.uin(), instances);
            }
            return AdminReply.done();
        });
    }

    private @Nullable Account account(AdminInput input, String field) {
        String name = input.text(field);
        Account found =
                world.accounts().stream()
                        .filter(a -> a.secretId().equals(name) || a.uin().equals(name))
                        .findFirst()
                        .orElse(null);
        if (found == null) {
            input.object("\"" + field + "\" must be the secretId or uin of an account");
        }
        return found;
    }

    AdminReply images(JsonNode body) {
        AdminInput input = new AdminInput(body, "id", "present");
        String id = input.text("id");
        Boolean present = input.optionalFlag("present");
        if (present == null) {
            input.object("\"present\" must be true or false");
        }
        if (input.objection() != null) {
            return new AdminReply.Bad(input.objection());
        }
        world.setImage(id, Boolean.TRUE.equals(present));
        return AdminReply.done();
    }

    AdminReply accounts(JsonNode body) {
        AdminInput input =
                new AdminInput(
                        body,
                        "secretId",
                        "secretKey",
                        "token",
                        "uin",
                        "appId",
                        "site",
                        "spotAllowed",
                        "enabled");
        String secretId = input.text("secretId");
        Account before = world.account(secretId);
        String secretKey = textOr(input, "secretKey", before == null ? null : before.secretKey());
        String token = textOr(input, "token", before == null ? null : before.token());
        String uin = textOr(input, "uin", before == null ? null : before.uin());
        Integer appId = input.optionalWhole("appId", 1, Integer.MAX_VALUE);
        Site site = site(input, before);
        boolean spotAllowed = input.flag("spotAllowed", before == null || before.spotAllowed());
        boolean enabled = input.flag("enabled", before == null || before.enabled());
        if (secretKey == null) {
            input.object("a new account needs a \"secretKey\"");
        }
        if (input.objection() != null || secretKey == null) {
            return new AdminReply.Bad(String.valueOf(input.objection()));
        }
        String owner = uin == null ? "uin-" + secretId : uin;
        world.putAccount(
                new Account(
                        secretId,
                        secretKey,
                        token,
                        owner,
                        appId == null ? appIdOf(owner, before) : appId,
                        site,
                        spotAllowed,
                        enabled,
                        before == null ? domainOf(owner) : before.huawei()));
        return AdminReply.done();
    }

    private static @Nullable String textOr(
            AdminInput input, String name, @Nullable String otherwise) {
        String value = input.optionalText(name);
        return value == null ? otherwise : value;
    }

    /** A further key of an owner at Huawei Cloud is of the same account. */
    private @Nullable HuaweiDomain domainOf(String owner) {
        return world.accounts().stream()
                .filter(account -> account.uin().equals(owner))
                .map(Account::huawei)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    private long appIdOf(String uin, @Nullable Account before) {
        return world.accounts().stream()
                .filter(account -> account.uin().equals(uin))
                .mapToLong(Account::appId)
                .findFirst()
                .orElse(before == null ? 1_250_000_099L : before.appId());
    }

    private static Site site(AdminInput input, @Nullable Account before) {
        String site = input.optionalText("site");
        if (site == null) {
            return before == null ? Site.CHINA : before.site();
        }
        return switch (site) {
            case "China" -> Site.CHINA;
            case "International" -> Site.INTERNATIONAL;
            default -> {
                input.object("\"site\" must be China or International");
                yield Site.CHINA;
            }
        };
    }

    AdminReply lag(JsonNode body) {
        AdminInput input =
                new AdminInput(
                        body,
                        "tagMillis",
                        "listingMillis",
                        "describeMillis",
                        "bootMillis",
                        "shutdownMillis",
                        "recycleMillis");
        int leastBoot = (int) Lags.MIN_BOOT.toMillis();
        Integer boot = input.optionalWhole("bootMillis", leastBoot, MAX_LAG);
        Integer tag = input.optionalWhole("tagMillis", 0, MAX_LAG);
        Integer listing = input.optionalWhole("listingMillis", 0, MAX_LAG);
        Integer describe = input.optionalWhole("describeMillis", 0, MAX_LAG);
        Integer shutdown = input.optionalWhole("shutdownMillis", 0, MAX_LAG);
        Integer recycle = input.optionalWhole("recycleMillis", 0, MAX_LAG);
        if (input.objection() != null) {
            return new AdminReply.Bad(input.objection());
        }
        return world.with(open -> {
            Lags old = open.lags();
            open.setLags(
                    new Lags(
                            millisOr(boot, old.boot()),
                            millisOr(tag, old.tag()),
                            millisOr(listing, old.listing()),
                            millisOr(describe, old.describe()),
                            millisOr(shutdown, old.shutdown()),
                            millisOr(recycle, old.recycle()),
                            old.failureKept()));
            return AdminReply.done();
        });
    }

    private static Duration millisOr(@Nullable Integer millis, Duration otherwise) {
        return millis == null ? otherwise : Duration.ofMillis(millis);
    }

    AdminReply clock(JsonNode body) {
        AdminInput input = new AdminInput(body, "advance");
        Duration by = input.duration("advance", MAX_JUMP);
        if (input.objection() != null) {
            return new AdminReply.Bad(input.objection());
        }
        world.advance(by);
        return new AdminReply.Ok(
                JsonNodeFactory.instance.objectNode().put("time", world.now().toString()));
    }

    AdminReply reset(JsonNode body) {
        AdminInput input = new AdminInput(body);
        if (input.objection() != null) {
            return new AdminReply.Bad(input.objection());
        }
        world.reset();
        return AdminReply.done();
    }
}
