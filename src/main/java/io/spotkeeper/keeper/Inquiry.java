package io.spotkeeper.keeper;

import io.spotkeeper.cloud.Description;
import io.spotkeeper.fleet.Instance;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Asks for instances by id. A state is believed at once; an empty answer only when the same answer
 * also shows a control id that is known to be alive, because a cloud that answers "nothing" wrongly
 * would answer so for that one too. Where there is no control, three rounds in a row have to say
 * so.
 */
final class Inquiry {
    private static final int CHUNK = 99;
    private static final int ROUNDS_WITHOUT_CONTROL = 3;

    private Inquiry() {}

    /** What is known of one id. */
    sealed interface Fate {
        /** It lives, with or without our tags. */
        record Alive(Instance instance) implements Fate {}

        /** Its state says that it is dead. */
        record Dead(Instance instance) implements Fate {}

        /** It does not exist, beyond doubt. */
        record Absent() implements Fate {}

        /** The cloud could not be asked, or its answer is not believed yet. */
        record Unclear() implements Fate {}
    }

    /** Asks for these ids in every region of the fleet. */
    static Map<String, Fate> ask(Pass pass, Round round, Collection<String> ids) {
        if (ids.isEmpty()) {
            return Map.of();
        }
        Instance control = round.control();
        if (control != null && ids.contains(control.id())) {
            control = null;
        }
        List<String> questions = List.copyOf(new java.util.TreeSet<>(ids));
        Map<String, Fate> fates = new HashMap<>();
        for (int from = 0; from < questions.size(); from += CHUNK) {
            List<String> chunk = questions.subList(from, Math.min(from + CHUNK, questions.size()));
            fates.putAll(askChunk(pass, round, chunk, control));
        }
        return fates;
    }

    private static Map<String, Fate> askChunk(
            Pass pass, Round round, List<String> ids, @Nullable Instance control) {
        Map<String, Instance> found = new HashMap<>();
        boolean shownEverywhere = control != null;
        for (String region : pass.regions()) {
            List<String> asked = new ArrayList<>(ids);
            Instance here =
                    control != null && control.pool().region().equals(region) ? control : null;
            if (here != null) {
                asked.add(here.id());
            }
            switch (pass.cloud.provider().describe(region, asked)) {
                case Description.Found answer -> {
                    found.putAll(answer.found());
                    if (here != null) {
                        Instance shown = answer.found().get(here.id());
                        shownEverywhere &= shown != null && shown.state().live();
                    }
                }
                case Description.Failed failed -> {
                    pass.trouble = failed.failure();
                    return all(ids, new Fate.Unclear());
                }
            }
        }
        // An answer that hides the control is wrong. A control in one region says nothing of
        // another
        // region's answer.
        boolean wrong = control != null && !shownEverywhere;
        boolean believed = shownEverywhere && pass.regions().size() == 1;
        Map<String, Fate> fates = new HashMap<>();
        for (String id : ids) {
            Instance instance = found.get(id);
            if (instance == null) {
                fates.put(id, wrong ? disbelieved(pass, id) : missing(pass, round, id, believed));
            } else {
                pass.evidence.present(id);
                if (instance.state().live()) {
                    pass.evidence.saw(instance);
                }
                fates.put(
                        id,
                        instance.state().live()
                                ? new Fate.Alive(instance)
                                : new Fate.Dead(instance));
            }
        }
        return fates;
    }

    private static Fate disbelieved(Pass pass, String id) {
        pass.evidence.present(id);
        return new Fate.Unclear();
    }

    private static Fate missing(Pass pass, Round round, String id, boolean believed) {
        Evidence.Absence absence = pass.evidence.absence(id);
        if (absence.lastRound != round.startedNanos()) {
            absence.lastRound = round.startedNanos();
            absence.rounds++;
        }
        return believed || absence.rounds >= ROUNDS_WITHOUT_CONTROL
                ? new Fate.Absent()
                : new Fate.Unclear();
    }

    private static Map<String, Fate> all(List<String> ids, Fate fate) {
        Map<String, Fate> fates = new HashMap<>();
        ids.forEach(id -> fates.put(id, fate));
        return fates;
    }
}
