package io.spotkeeper.convert;

import io.spotkeeper.api.v1alpha1.Formats;
import java.util.Locale;
import java.util.regex.Pattern;

/** The textual forms that the API asks for, as patterns for whole texts. */
final class Forms {
    static final Pattern CLOUD_ID = Pattern.compile(Formats.CLOUD_ID);
    static final Pattern GROUP_NAME = Pattern.compile(Formats.GROUP_NAME);
    static final Pattern OBJECT_NAME = Pattern.compile(Formats.OBJECT_NAME);
    static final Pattern OBJECT_LABEL = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
    static final Pattern REGION = Pattern.compile("[a-z0-9]{1,64}|(?=.{1,64}$)" + Formats.REGION);
    static final Pattern TEMPLATE_VERSION = Pattern.compile(Formats.TEMPLATE_VERSION);

    /** A zone, an instance type or a region has at most so many characters. */
    static final int LONGEST_ZONE = 64;

    private static final int LONGEST_OBJECT_NAME = 63;

    private Forms() {}

    /** A name for an object made from a name at a cloud; empty where nothing of it is left. */
    static String objectName(String cloudName) {
        String name =
                cloudName
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^a-z0-9]+", "-")
                        .replaceAll("^-", "");
        String cut = name.substring(0, Math.min(name.length(), LONGEST_OBJECT_NAME));
        return cut.replaceAll("-$", "");
    }
}
