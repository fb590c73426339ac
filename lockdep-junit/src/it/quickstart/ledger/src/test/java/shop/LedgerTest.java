package shop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;

import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class LedgerTest {

    @SuppressWarnings("unchecked")
    private final Consumer<String> auditor = mock(Consumer.class);

    private final Ledger ledger = new Ledger(auditor);

    @Test
    void booksAndTellsTheAuditor() {
        ledger.book("rent");
        verify(auditor).accept("rent");
    }

    @Test
    void auditsWhatOthersBook() throws InterruptedException {
        CountDownLatch booked = new CountDownLatch(1);
        CountDownLatch audited = new CountDownLatch(1);
        Thread clerk = new Thread(
                () -> {
                    ledger.book("rent");
                    booked.countDown();
                    try {
                        audited.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                "clerk");
        clerk.start();
        booked.await();
        assertEquals(1, ledger.audit());
        audited.countDown();
        clerk.join();
    }
}
