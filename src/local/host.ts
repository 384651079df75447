/** Where local nodes listen: nobody else can reach them there. */
export const LOCAL_HOST = "127.0.0.1";
