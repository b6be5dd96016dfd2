package io.spotkeeper.convert;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.regex.Pattern;

/** Times as RFC 3339 writes them and both the API and {@link Instant} take them. */
final class Moments {
    private static final Pattern FORM =
            Pattern.compile(
                    "[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt]([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]"
                            + "(\\.[0-9]{1,9})?([Zz]|[+-](0[0-9]|1[0-7]):[0-5][0-9])");

    private Moments() {}

    /** The moment that a text stands for. */
    static Instant read(Value value) {
        String text = value.text(FORM, "a time like 2026-04-04T15:58:13Z");
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw value.misfit("expected a time like 2026-04-04T15:58:13Z");
        }
    }
}
