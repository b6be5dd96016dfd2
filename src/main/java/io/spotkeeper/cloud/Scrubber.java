package io.spotkeeper.cloud;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Makes a text from outside fit to be shown: no secret, no signature, one line, not too long. */
public final class Scrubber {
    private static final int LONGEST = 500;
    private static final String MASK = "***";

    private static final Pattern SIGNED =
            Pattern.compile(
                    "(?i)\\b(signature|credential|authorization|token)\\s*[=:]\\s*[^,;\\s]+");

    /** Signatures, tokens and user data: nothing that a person needs is one word of this length. */
    private static final Pattern OPAQUE = Pattern.compile("[A-Za-z0-9+/=]{60,}");

    private final List<String> secrets;

    /** Hides these values, those that are there, besides what looks like a secret. */
    public Scrubber(@Nullable String... secrets) {
        this.secrets = Arrays.stream(secrets).filter(Objects::nonNull).toList();
    }

    /** The text without what must not be shown; empty when there is none. */
    public String clean(@Nullable String text) {
        if (text == null) {
            return "";
        }
        String clean = text;
        for (String secret : secrets) {
            clean = clean.replace(secret, MASK);
        }
        clean = SIGNED.matcher(clean).replaceAll("$1=" + MASK);
        clean = OPAQUE.matcher(clean).replaceAll(MASK);
        clean = clean.replaceAll("\\p{Cntrl}+", " ").strip();
        return clean.length() > LONGEST ? clean.substring(0, LONGEST) + "…" : clean;
    }
}
