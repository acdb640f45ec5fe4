/** Rows that nothing here judges, each with the reason why it cannot be seen from outside of an RP. */
export const UNSEEN: Readonly<Record<string, string>> = {
  'client.no-fido-payload':
    'where words and data come from is seen by reading, not by a run; of FIDO’s list only the ids are used',
  'cose.alg.unoffered-default': 'nobody can make an RP send an empty pubKeyCredParams, and no bundled one does',
  'fido.Att-4.P-1': 'the list has the id, and nothing is sent under it',
  'fidohist.Att-9.P-3': 'expects what WebAuthn Level 3 §8.3 forbids, and is gone from the list',
  'fidohist.Ass-3.P-4': 'expects what WebAuthn Level 3 §7.2 step 16 forbids, and is gone from the list',
  'fidohist.Ass-3.P-7': 'expects what WebAuthn Level 3 §7.2 step 16 forbids, and is gone from the list',
};
