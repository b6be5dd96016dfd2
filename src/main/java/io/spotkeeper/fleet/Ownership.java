package io.spotkeeper.fleet;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The tags that make an instance ours. They are a contract with what is already running, and they
 * fit Huawei's narrower alphabet ({@code [A-Za-z0-9_-]}, 36 characters of key, 43 of value).
 */
public final class Ownership {
    /** What all of their keys begin with; no tag of an owner does. */
    public static final String PREFIX = "spotkeeper-";

    /** UID of the cluster's {@code kube-system} namespace, or {@code --cluster-id}. */
    public static final String CLUSTER = "spotkeeper-cluster";

    /** Sixteen hex digits of the SHA-256 of the namespace's name. */
    public static final String NAMESPACE = "spotkeeper-namespace";

    /** UID of the owning object. */
    public static final String FLEET = "spotkeeper-fleet";

    /** Id of the launch intent, a UUID. */
    public static final String INTENT = "spotkeeper-intent";

    /** Capacity of the instance in whole thousandths. */
    public static final String WEIGHT = "spotkeeper-weight";

    /** Fingerprint of the template it was launched from; only tells which members are outdated. */
    public static final String TEMPLATE = "spotkeeper-template";

    /**
     * All of them, in the order in which they are taken off: the cluster's goes first, because
     * without it nothing of ours touches the instance any more.
     */
    public static final List<String> KEYS =
            List.of(CLUSTER, FLEET, NAMESPACE, INTENT, WEIGHT, TEMPLATE);

    private Ownership() {}

    /** The tags that say whose an instance is; a launch carries them inside its create call. */
    public static Map<String, String> tags(
            String cluster, FleetId fleet, String intent, long weight) {
        Map<String, String> tags = new LinkedHashMap<>();
        tags.put(CLUSTER, cluster);
        tags.put(NAMESPACE, namespaceTag(fleet.namespace()));
        tags.put(FLEET, fleet.uid());
        tags.put(INTENT, intent);
        tags.put(WEIGHT, Long.toString(weight));
        return tags;
    }

    /** The value of {@link #NAMESPACE} for a namespace. */
    public static String namespaceTag(String namespace) {
        byte[] digest = sha256().digest(namespace.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(digest, 0, 8);
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** The fleet an instance says it belongs to, when it also carries this cluster's tag. */
    public static Optional<String> fleetOf(Instance instance, String cluster) {
        return cluster.equals(instance.tags().get(CLUSTER))
                ? Optional.ofNullable(instance.tags().get(FLEET))
                : Optional.empty();
    }

    /** The intent that bought an instance, when its tag says so. */
    public static Optional<String> intentOf(Instance instance) {
        return Optional.ofNullable(instance.tags().get(INTENT));
    }

    /**
     * The weight in the instance's tag; empty when it is missing or not a positive whole number.
     */
    public static OptionalLong weightOf(Instance instance) {
        String tag = instance.tags().get(WEIGHT);
        if (tag == null || !tag.matches("[1-9][0-9]{0,14}")) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(Long.parseLong(tag));
    }

    /** Whether an instance carries none of our tags: then it is not ours in any way. */
    public static boolean none(Instance instance) {
        Map<String, String> tags = instance.tags();
        return KEYS.stream().noneMatch(tags::containsKey);
    }

    /** Whether an instance says whose it is in every way: only such a one may be collected. */
    public static boolean complete(Instance instance) {
        return instance.tags().keySet().containsAll(KEYS.subList(0, KEYS.indexOf(TEMPLATE)));
    }

    /** Whether an instance says that it was launched from another template than this one. */
    public static boolean outdated(Instance instance, String fingerprint) {
        String tag = instance.tags().get(TEMPLATE);
        return tag != null && !tag.equals(fingerprint);
    }
}
