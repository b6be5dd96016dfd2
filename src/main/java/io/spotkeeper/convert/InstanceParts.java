package io.spotkeeper.convert;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What RunInstances and CreateComputeEnv say in the same words: what an instance is made of and how
 * it is paid.
 *
 * @param request the mapping that says it
 * @param notes what the reader has to know
 */
record InstanceParts(Reading request, Notes notes) {
    private static final int LONGEST_ID = 128;
    private static final int LONGEST_TYPE = 64;
    private static final int LARGEST_DISK = 32_768;
    private static final int FASTEST = 2_000;
    private static final int MOST_TAGS = 4;
    private static final int LONGEST_KEY = 127;
    private static final int LONGEST_TAG = 255;
    private static final String RESERVED = "spotkeeper-";

    private static final Map<String, String> CHARGES =
            Map.of(
                    "TRAFFIC_POSTPAID_BY_HOUR",
                    "ByTraffic",
                    "BANDWIDTH_POSTPAID_BY_HOUR",
                    "ByBandwidth",
                    "BANDWIDTH_PACKAGE",
                    "");

    /** How the instances are bought. */
    void market(ObjectNode spec) {
        // By the hour at the list price is the cloud's default.
        String market =
                request.word(
                                "InstanceChargeType",
                                Map.of("SPOTPAID", "Spot", "POSTPAID_BY_HOUR", "OnDemand"))
                        .orElse("OnDemand");
        spec.put("market", market);
        Optional<Value> options = request.take("InstanceMarketOptions");
        if (options.isPresent() && market.equals("OnDemand")) {
            notes.lose(
                    options.get().place(), "it means nothing without InstanceChargeType SPOTPAID");
            return;
        }
        options.ifPresent(value -> {
            Reading market1 = Reading.of(value, notes);
            market1.word("MarketType", Map.of("spot", "Spot"));
            market1.object("SpotOptions")
                    .ifPresent(spot -> {
                        spot.take("MaxPrice")
                                .ifPresent(price -> spec.put("maxPrice", price.price()));
                        spot.tell(
                                "SpotInstanceType",
                                "left out: how often is asked is said by requestType, and one-time is the only value");
                        spot.done();
                    });
            market1.done();
        });
    }

    /** What each instance is made of. */
    ObjectNode template() {
        ObjectNode template = Manifest.object();
        template.put("imageId", request.require("ImageId").id(LONGEST_ID));
        request.take("InstanceName")
                .ifPresent(name -> template.put("instanceName", name.text(1, LONGEST_ID)));
        ids("SecurityGroupIds", 10, template, "securityGroupIds");
        login(template);
        request.object("SystemDisk")
                .ifPresent(disk -> template.set("systemDisk", systemDisk(disk)));
        List<Value> disks =
                request.take("DataDisks").map(list -> list.items(0, 20)).orElse(List.of());
        if (!disks.isEmpty()) {
            ArrayNode dataDisks = template.putArray("dataDisks");
            disks.forEach(disk -> dataDisks.add(dataDisk(Reading.of(disk, notes))));
        }
        request.object("InternetAccessible").ifPresent(internet -> publicIp(internet, template));
        request.object("EnhancedService").ifPresent(service -> agents(service, template));
        return template;
    }

    private void ids(String theirs, int most, ObjectNode template, String ours) {
        List<Value> ids = request.take(theirs).map(list -> list.items(0, most)).orElse(List.of());
        if (!ids.isEmpty()) {
            ArrayNode list = template.putArray(ours);
            ids.forEach(id -> list.add(id.id(LONGEST_ID)));
        }
    }

    private void login(ObjectNode template) {
        request.object("LoginSettings")
                .ifPresent(login -> {
                    List<Value> keys =
                            login.take("KeyIds").map(list -> list.items(0, 5)).orElse(List.of());
                    if (!keys.isEmpty()) {
                        ArrayNode pairs = template.putArray("keyPairs");
                        keys.forEach(key -> pairs.add(key.text(1, LONGEST_ID)));
                    }
                    login.lose(
                            "Password",
                            "a manifest is no place for a secret, and Spotkeeper sets no passwords; use KeyIds");
                    login.lose("KeepImageLogin", "Spotkeeper sets up key pairs or no login");
                    login.done();
                });
    }

    private static ObjectNode systemDisk(Reading disk) {
        ObjectNode node = Manifest.object();
        disk.take("DiskType").ifPresent(type -> node.put("type", type.id(LONGEST_TYPE)));
        disk.take("DiskSize").ifPresent(size -> node.put("sizeGiB", size.whole(1, LARGEST_DISK)));
        placedDisk(disk);
        disk.done();
        return node;
    }

    private static ObjectNode dataDisk(Reading disk) {
        ObjectNode node = Manifest.object();
        disk.take("DiskType").ifPresent(type -> node.put("type", type.id(LONGEST_TYPE)));
        disk.take("DiskSize").ifPresent(size -> node.put("sizeGiB", size.whole(1, LARGEST_DISK)));
        disk.take("SnapshotId").ifPresent(id -> node.put("snapshotId", id.id(LONGEST_ID)));
        disk.take("Encrypt").ifPresent(on -> node.put("encrypted", on.flag()));
        disk.take("DeleteWithInstance").ifPresent(on -> node.put("deleteWithInstance", on.flag()));
        if (!node.has("sizeGiB") && !node.has("snapshotId")) {
            throw new Misfit(
                    disk.place(), "expected DiskSize, or SnapshotId to take the size from");
        }
        disk.lose("ThroughputPerformance", "a template has no field for it");
        disk.lose("BurstPerformance", "a template has no field for it");
        placedDisk(disk);
        disk.done();
        return node;
    }

    private static void placedDisk(Reading disk) {
        disk.lose("DiskId", "the disks of a fleet are made with their instances");
        disk.lose("DiskName", "a template has no field for it");
        disk.lose("CdcId", "dedicated clusters are not bought from");
        disk.lose("KmsKeyId", "disks are encrypted with the cloud's default key");
    }

    private void publicIp(Reading internet, ObjectNode template) {
        int bandwidth =
                internet.take("InternetMaxBandwidthOut")
                        .map(value -> value.whole(0, FASTEST))
                        .orElse(0);
        Optional<Value> assigned = internet.take("PublicIpAssigned");
        Optional<String> charge = internet.word("InternetChargeType", CHARGES);
        Optional<Value> bandwidthPackage = internet.take("BandwidthPackageId");
        internet.lose("InternetServiceProvider", "a template has no field for it");
        internet.lose("IPv4AddressType", "a template has no field for it");
        internet.lose("IPv6AddressType", "a template has no field for it");
        internet.lose("AntiDDoSPackageId", "a template has no field for it");
        internet.done();
        boolean wanted = assigned.map(Value::flag).orElse(bandwidth > 0);
        if (!wanted) {
            return;
        }
        if (bandwidth == 0) {
            throw new Misfit(
                    internet.place(),
                    "expected InternetMaxBandwidthOut of 1 to 2000 Mbit/s for a public address");
        }
        ObjectNode node = template.putObject("publicIp").put("bandwidthMbps", bandwidth);
        charge.filter(type -> !type.isEmpty()).ifPresent(type -> node.put("chargeType", type));
        bandwidthPackage.ifPresent(id -> node.put("bandwidthPackageId", id.id(LONGEST_ID)));
    }

    private void agents(Reading service, ObjectNode template) {
        ObjectNode agents = Manifest.object();
        agent(service, "MonitorService", agents, "monitor");
        agent(service, "SecurityService", agents, "security");
        service.lose("AutomationService", "a template has no field for it");
        service.done();
        if (!agents.isEmpty()) {
            template.set("agents", agents);
        }
    }

    private static void agent(Reading service, String theirs, ObjectNode agents, String ours) {
        service.object(theirs)
                .ifPresent(agent -> {
                    agent.take("Enabled").ifPresent(on -> agents.put(ours, on.flag()));
                    agent.done();
                });
    }

    /** Tags of the form {@code [{Key, Value}]}. */
    void tags(List<Value> list, ObjectNode template) {
        ObjectNode tags = Manifest.object();
        for (Value item : list) {
            Reading tag = Reading.of(item, notes);
            Value key = tag.require("Key");
            String name = key.text(1, LONGEST_KEY);
            String value = tag.take("Value").map(text -> text.text(0, LONGEST_TAG)).orElse("");
            tag.done();
            if (tags.has(name)) {
                throw key.misfit("expected each tag once");
            }
            if (name.startsWith(RESERVED)) {
                notes.lose(tag.place(), "keys that begin with spotkeeper- are reserved");
            } else if (tags.size() == MOST_TAGS) {
                notes.lose(tag.place(), "a template has room for 4 tags");
            } else {
                tags.put(name, value);
            }
        }
        if (!tags.isEmpty()) {
            template.set("tags", tags);
        }
    }

    /** The type that is bought. */
    static String type(Value value) {
        return value.id(LONGEST_TYPE);
    }

    /** A network, unless it is the default one. */
    static Optional<Network> network(Reading network) {
        String vpc = network.require("VpcId").id(LONGEST_ID);
        String subnet = network.require("SubnetId").id(LONGEST_ID);
        network.lose("PrivateIpAddresses", "each instance takes a free address of its subnet");
        network.lose("AsVpcGateway", "a placement has no field for it");
        network.lose("Ipv6AddressCount", "a placement has no field for it");
        network.done();
        return vpc.equals("DEFAULT") && subnet.equals("DEFAULT")
                ? Optional.empty()
                : Optional.of(new Network(vpc, subnet));
    }

    /**
     * Where the instances are connected.
     *
     * @param vpcId network
     * @param subnetId subnet of it
     */
    record Network(String vpcId, String subnetId) {}
}
