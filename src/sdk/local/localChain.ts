/** The chain id of local nodes: their time is moved, their blocks are made on demand and their accounts are public. */
export const LOCAL_CHAIN_ID = 31337;
