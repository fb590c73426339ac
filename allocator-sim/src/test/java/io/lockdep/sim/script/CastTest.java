package io.lockdep.sim.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CastTest {

    private final Baton baton = new Baton(Thread.currentThread());
    private final Cast cast = new Cast(baton);

    @Test
    void actorsActInTheOrderOfTheScriptEachOnItsOwnThread() {
        Actor romeo = cast.add("romeo", 0);
        Actor juliet = cast.add("juliet", 0);
        cast.start();
        List<String> acted = new ArrayList<>();

        for (int scene = 0; scene < 100; scene++) {
            juliet.turn(() -> note(acted));
            romeo.turn(() -> note(acted));
        }
        cast.dismiss();

        assertThat(acted).hasSize(200);
        for (int i = 0; i < acted.size(); i++) {
            assertThat(acted.get(i)).isEqualTo(i % 2 == 0 ? "juliet" : "romeo");
        }
    }

    @Test
    void whatAnActorThrowsReachesTheDirector() {
        Actor actor = cast.add("fool", 0);
        cast.start();

        assertThatThrownBy(() -> actor.turn(() -> {
                    throw new IllegalArgumentException("no such line");
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("fool")
                .hasRootCauseMessage("no such line");
        cast.dismiss();
    }

    @Test
    void everyActorIsAliveUntilAllAreDismissed() {
        Actor first = cast.add("first", 0);
        Actor second = cast.add("second", 0);
        cast.start();
        List<Thread> threads = new ArrayList<>();
        first.turn(() -> {
            threads.add(Thread.currentThread());
            return "";
        });

        second.turn(() -> {
            assertThat(threads.get(0).isAlive()).isTrue();
            return "";
        });
        cast.dismiss();
    }

    private static String note(List<String> acted) {
        acted.add(Thread.currentThread().getName());
        return "";
    }
}
