package io.spotkeeper.api.v1alpha1;

/** The textual forms that several fields share, as regular expressions of the schema. */
public final class Formats {
    /** A price: up to six digits on each side of the point, sent to the cloud as written. */
    static final String PRICE = "^(0|[1-9][0-9]{0,5})(\\.[0-9]{1,6})?$";

    /** The same as a rule, whose message says what is allowed. */
    static final String PRICE_RULE = "self.matches(r'" + PRICE + "')";

    static final String PRICE_ALLOWED =
            "a price is a decimal string with at most 6 digits on each side of the point, for example \"0.60\"";

    /** A sum of prices, which may be larger than any one price. */
    static final String AMOUNT = "^(0|[1-9][0-9]{0,9})(\\.[0-9]{1,6})?$";

    /** A capacity or a weight: whole thousandths. */
    static final String CAPACITY = "^(0|[1-9][0-9]{0,8})(\\.[0-9]{1,3})?$";

    /** The weight of an instance: whole thousandths, above zero. */
    static final String WEIGHT = "^(0|[1-9][0-9]{0,5})(\\.[0-9]{1,3})?$";

    /** The same as a rule, and that it is not zero. */
    static final String WEIGHT_RULE =
            "self.matches(r'" + WEIGHT + "') && !self.matches(r'^[0.]+$')";

    static final String WEIGHT_ALLOWED =
            "weightedCapacity is a decimal string above 0 with at most 6 digits before the point and 3 after it, for example \"1.5\"";

    /** Length of the longest weight. */
    static final int WEIGHT_LENGTH = 10;

    /** Version of a launch template. */
    public static final String TEMPLATE_VERSION = "^[1-9][0-9]{0,8}(\\.0)?$";

    /**
     * A moment as RFC 3339 writes it. Narrower than {@code format: date-time}, which lets through
     * what {@link java.time.Instant} cannot hold: offsets above 18 hours and more than nine
     * decimals.
     */
    static final String TIME =
            "^[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,9})?([Zz]|[+-](0[0-9]|1[0-7]):[0-5][0-9])$";

    /** Name of a group at the cloud: Chinese, letters, digits, underscore and hyphen. */
    public static final String GROUP_NAME = "^[\\x{4e00}-\\x{9fff}A-Za-z0-9_-]+$";

    /**
     * A region. Strict, because a region becomes part of the host name that signed requests go to:
     * a dot or a slash in it would send them elsewhere.
     */
    public static final String REGION = "^[a-z0-9]+(-[a-z0-9]+)*$";

    /** A zone, an instance type, an image or any other id that a cloud gives out. */
    public static final String CLOUD_ID = "^[A-Za-z0-9][A-Za-z0-9._-]*$";

    /** A machine-readable reason, as in the conditions of Kubernetes. */
    static final String REASON = "^[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?$";

    /** Name of a Kubernetes object. */
    public static final String OBJECT_NAME =
            "^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$";

    /** Key in a Secret. */
    static final String SECRET_KEY = "^[-._a-zA-Z0-9]+$";

    /** Scheme, host and port; no path, query or user. */
    static final String ENDPOINT =
            "^https?://([A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?|\\[[0-9A-Fa-f:.]+\\])(:[0-9]{1,5})?$";

    /** The same as a rule, whose message says what is allowed. */
    static final String ENDPOINT_RULE = "self.matches(r'" + ENDPOINT + "')";

    static final String ENDPOINT_ALLOWED =
            "an endpoint is http:// or https://, a host and, where needed, a port, for example http://127.0.0.1:18080; no path, query or user";

    /** Length of the longest price. */
    static final int PRICE_LENGTH = 13;

    private Formats() {}
}
