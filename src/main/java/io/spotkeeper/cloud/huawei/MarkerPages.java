package io.spotkeeper.cloud.huawei;

import io.spotkeeper.cloud.Answer;
import io.spotkeeper.cloud.Fault;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Walks the pages of a listing by marker, which is the id of the last row of the page before. */
final class MarkerPages {
    /** Rows asked for: the documented default, and as many as are known to be given. */
    static final int PAGE = 1000;

    private MarkerPages() {}

    /**
     * All rows, in the order of the service. A full page is followed by another. One that is fuller
     * than was asked for is all there is: that service does not page (the documentation of some of
     * Huawei's sites lacks these parameters).
     *
     * @param page asks for the page behind a marker, the first where it is null
     * @param id of a row; null where it has none
     * @return missing when one page cannot be had, or when pages come round again
     */
    static <T> Answer<List<T>> all(
            Function<@Nullable String, Answer<List<T>>> page, Function<T, @Nullable String> id) {
        List<T> rows = new ArrayList<>();
        Set<String> markers = new HashSet<>();
        @Nullable String marker = null;
        while (true) {
            switch (page.apply(marker)) {
                case Answer.Missing<List<T>>(Fault fault) -> {
                    return new Answer.Missing<>(fault);
                }
                case Answer.Given<List<T>>(List<T> some) -> {
                    rows.addAll(some);
                    if (some.size() != PAGE) {
                        return new Answer.Given<>(rows);
                    }
                    marker = some.getLast() == null ? null : id.apply(some.getLast());
                    if (marker == null || !markers.add(marker)) {
                        return new Answer.Missing<>(
                                Sdk.unreadable("a listing whose pages come round again"));
                    }
                }
            }
        }
    }
}
