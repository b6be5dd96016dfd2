package io.spotkeeper.convert;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a zone says about its region. */
final class Zones {
    /** ap-guangzhou-3 is in ap-guangzhou. */
    private static final Pattern TENCENT = Pattern.compile("([a-z]+(?:-[a-z]+)+)-[0-9]+");

    /** us-east-1a is in us-east-1. */
    private static final Pattern AMAZON = Pattern.compile("([a-z]+(?:-[a-z]+)+-[0-9]+)[a-z]");

    private Zones() {}

    /** The region of a zone of Tencent Cloud. */
    static Optional<String> tencentRegion(String zone) {
        return region(TENCENT, zone);
    }

    /** The region of a zone of Amazon. */
    static Optional<String> amazonRegion(String zone) {
        return region(AMAZON, zone);
    }

    private static Optional<String> region(Pattern form, String zone) {
        Matcher matcher = form.matcher(zone);
        return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
    }
}
