package shop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class LedgerIT {

    @Test
    void booksAndAudits() {
        Ledger ledger = new Ledger(entry -> {});
        ledger.book("rent");
        assertEquals(1, ledger.audit());
    }
}
